package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That the generator is worth testing with. */
final class RandomProgramsTest {
    @Test
    void numbersAreTame() {
        for (long seed = 0; seed < 300; seed++) {
            Program program = RandomPrograms.program(seed);
            IrInterpreter run = new IrInterpreter(program, RandomPrograms.bindings(program, seed));
            double loss = run.forward().get(0)[0];
            assertTrue(loss >= 0 && loss < 200, "seed " + seed + ": loss " + loss);
            for (double[] output : run.predict()) {
                for (double element : output) {
                    assertTrue(Math.abs(element) < 20, "seed " + seed + ": output " + element);
                }
            }
        }
    }

    @Test
    void equalSeedsGiveEqualPrograms() {
        assertEquals(RandomPrograms.program(17), RandomPrograms.program(17));
        assertEquals(RandomPrograms.smoothProgram(17), RandomPrograms.smoothProgram(17));
    }

    @Test
    void everyOperationOccurs() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Program program = RandomPrograms.program(seed);
            collect(program.forward(), "", seen);
            program.inputs().forEach(input -> seen.add("input " + input.type().extent()));
        }
        Set<String> expected = Set.of(
                "constant",
                "rowcount",
                "broadcast",
                "mask",
                "pointwise",
                "matmul",
                "sumrows",
                "sumfeatures",
                "concat",
                "slice",
                "last",
                "atlast",
                "shift",
                "scan",
                "in scan: matmul",
                "in scan: concat",
                "in scan: slice",
                "in scan: sumfeatures",
                "in scan: sumrows",
                "in scan: broadcast",
                "in scan: pointwise",
                "gather",
                "softmax",
                "logsoftmax",
                "crossentropy",
                "sumsteps",
                "softmaxsteps",
                "lengths",
                "reverse",
                "in scan: gather",
                "in scan: scatter",
                "in scan: softmax",
                "in scan: logsoftmax",
                "in scan: crossentropy",
                "reversed scan",
                "scan with 2 states",
                "scan with totals",
                "scan with 2 sequences",
                "fused pointwise",
                "input batch",
                "input tokens(time)");
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(seen);
        assertEquals(Set.of(), missing);
    }

    private static void collect(Block block, String where, Set<String> seen) {
        for (Instr instr : block.instrs()) {
            seen.add(where + instr.op().name());
            if (instr.op() instanceof Op.Pointwise pointwise
                    && pointwise.scalar().steps().size() > 1) {
                seen.add("fused pointwise");
            }
            if (instr.op() instanceof Op.Scan scan) {
                seen.add(scan.reverse() ? "reversed scan" : "forward scan");
                seen.add("scan with " + scan.carried() + " states");
                seen.add("scan with " + scan.sequences() + " sequences");
                seen.add(scan.totals() > 0 ? "scan with totals" : "scan without totals");
                collect(scan.body(), "in scan: ", seen);
            }
        }
    }

    @Test
    void comparisonNoticesAChange() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Bindings bindings = RandomPrograms.bindings(program, 3, 3, 2);
        RandomPrograms.assertSame("same", program, program, bindings);
        for (List<String> change : List.of(
                List.of("tanh(a0)", "sigmoid(a0)"),
                List.of("mul(d.1, 0.5)", "mul(d.1, 0.500001)"),
                List.of("constant -0.0", "constant 0.1"))) {
            Program other = IrParser.parse(SmallPrograms.RECURRENT.replace(change.get(0), change.get(1)));
            assertThrows(AssertionError.class, () -> RandomPrograms.assertSame("changed", program, other, bindings));
        }
    }
}
