package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.diagnostics.CompilerBug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test per rule: a good program, made bad in one place. */
final class IrVerifierTest {
    @Test
    void acceptsGoodPrograms() {
        assertEquals(List.of(), IrVerifier.verify(IrParser.parse(SmallPrograms.RECURRENT)));
        for (long seed = 0; seed < 300; seed++) {
            assertEquals(List.of(), IrVerifier.verify(RandomPrograms.program(seed)), "seed " + seed);
            assertEquals(List.of(), IrVerifier.verify(RandomPrograms.smoothProgram(seed)), "seed " + seed);
        }
    }

    @Test
    void checkNamesThePass() {
        Program good = IrParser.parse(SmallPrograms.RECURRENT);
        assertSame(good, IrVerifier.check(good, "lower"));
        Program bad = IrParser.parse(SmallPrograms.RECURRENT.replace("-> %loss.23, %out.18", "-> %out.18"));
        CompilerBug bug = assertThrows(CompilerBug.class, () -> IrVerifier.check(bad, "join products"));
        assertTrue(bug.getMessage().startsWith("join products: "), bug.getMessage());
        assertTrue(bug.getMessage().contains("program Small"), bug.getMessage());
    }

    @Test
    void idsAreUniqueAcrossBlocksAndBodies() {
        assertRejected("%keep.15", "%keep.11", "id of %keep.11 is used twice");
        assertRejected("%x.9", "%x.3", "id of %x.3 is used twice");
        assertRejected("input %x.3", "input %x.0", "%x.3", "%x.0", "id of %x.0 is used twice");
    }

    @Test
    void readsComeAfterDefinitions() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        List<Instr> instrs = new ArrayList<>(program.forward().instrs());
        Collections.swap(instrs, 1, 2);
        Program bad = program.withForward(Block.of(instrs, program.forward().results()));
        assertProblem(bad, "reads %dropped.16 of tokens(time)[2], which is not in scope");
    }

    @Test
    void aReadIsOfTheValueAsDefined() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Value wrong = new Value(14, "out", Type.batch(2));
        Program bad = program.withPredict(Block.of(program.predict().instrs(), List.of(wrong)));
        assertProblem(bad, "predict results reads %out.14 of batch[2], which is not in scope");
    }

    @Test
    void bodiesReadOnlyFixedValuesFromOutside() {
        assertRejected("%zx.11: step(time)[1] = matmul(%x.9,", "%zx.11: step(time)[1] = matmul(%x.3,", "reads %x.3");
        assertRejected("tanh(a0) -> h }", "tanh(a0) -> h }\n%f.40: fixed[1] = sumrows(%zero.5)", "reads %zero.5");
    }

    @Test
    void bodyValuesStayInside() {
        assertRejected("last(%hs.8)", "last(%h.13)", "reads %h.13 of step(time)[1], which is not in scope");
    }

    @Test
    void stepValuesLiveInTheirScansOnly() {
        assertRejected(
                "%zero.5: batch[1] = constant 0.0",
                "%zero.5: batch[1] = constant 0.0\n%s.40: step(time)[1] = constant 0.0",
                "%s.40 of step(time)[1] outside a scan");
        assertRejected(
                "%z.12:",
                "%s.40: step(src)[1] = constant 0.0\n%z.12:", "%s.40 of step(src)[1] inside a scan of step(time)");
        assertRejected("%z.12:", "%s.40: batch[1] = constant 0.0\n%z.12:", "%s.40 of batch[1] inside a scan");
    }

    @Test
    void scansDoNotNest() {
        String nested = "%t.40: fixed[1] = scan time sequences=0 carried=0 stacked=0 totals=1 { -> %bias.6 }\n%z.12:";
        assertRejected("%z.12:", nested, "a scan inside a scan");
    }

    @Test
    void blocksReadNoOtherBlock() {
        assertRejected("last(%zx.17)", "last(%hs.8)", "forward: [%out.18] = last reads %hs.8");
        assertRejected("atlast(%d.19)", "atlast(%out.14)", "backward: [%g.24] = atlast reads %out.14");
    }

    @Test
    void backwardDoesNotReadBodiesOfForward() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Program swapped = new Program(
                program.name(),
                program.parameters(),
                program.inputs(),
                Block.EMPTY,
                program.predict(),
                Block.of(List.of(), List.of(new Value(12, "z", Type.step("time", 1)))),
                List.of());
        assertProblem(swapped, "backward results reads %z.12");
    }

    @Test
    void instructionsObeyTheirTypeRules() {
        assertRejected(
                "%out.14: batch[1] = last", "%out.14: batch[2] = last", "results are [batch[1]], declared [batch[2]]");
        assertRejected("matmul(%x.9, %wx.0, %bias.6)", "matmul(%x.9, %wh.1, %bias.6)", "inner sizes differ");
        assertRejected("stacked=1", "stacked=2", "body has 2 results, not 3");
    }

    @Test
    void pointwiseTakesOneOperandPerArgument() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        List<Instr> instrs = new ArrayList<>(program.forward().instrs());
        Instr product = instrs.get(1);
        List<Value> one = product.operands().subList(0, 1);
        instrs.set(1, new Instr(product.results(), product.op(), one, product.origin()));
        assertProblem(program.withForward(Block.of(instrs, program.forward().results())), "takes 2 operands, got 1");
    }

    @Test
    void blocksHaveNoParameters() {
        assertRejected("predict {", "predict (%p.50: batch[1]) {", "predict has parameters [%p.50]");
    }

    @Test
    void predictHasNoMasks() {
        assertRejected(
                "%zero.5: batch[1] = constant 0.0",
                "%zero.5: batch[1] = mask rate=0.5 value=1.0 stream=1", "is a mask");
    }

    @Test
    void inputsHaveRows() {
        assertRejected(
                "input %target_out.4: batch[1]", "input %target_out.4: fixed[1]", "input %target_out.4 of fixed[1]");
    }

    @Test
    void forwardGivesTheLossAndTheOutputsOfPredict() {
        assertRejected("-> %loss.23, %out.18", "-> %sums.20, %out.18", "first result of forward must be the loss");
        assertRejected("-> %loss.23, %out.18", "-> %loss.23, %zx.17", "forward results after the loss are");
        assertRejected("-> %loss.23, %out.18", "->", "first result of forward must be the loss");
    }

    @Test
    void gradientsMatchBackward() {
        assertRejected("-> %dwx.25, %dwh.26, %db.27", "-> %dwx.25, %db.27", "backward results are");
        assertRejected("-> %dwx.25, %dwh.26, %db.27", "-> %dwx.25, %db.27, %dwh.26", "backward results are");
        assertRejected(
                "gradients %wx.0, %wh.1, %b.2",
                "gradients %wh.1, %wx.0, %b.2", "do not start with the trained parameters");
        assertRejected(
                "-> %dwx.25, %dwh.26, %db.27",
                "-> %dwx.25, %dwh.26, %db.27, %rows.22",
                "gradients %wx.0, %wh.1, %b.2",
                "gradients %wx.0, %wh.1, %b.2, %rows.22",
                "gradient of %rows.22, which is no trained parameter, input or probe");
    }

    @Test
    void backwardNeedsForward() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        assertProblem(program.withForward(Block.EMPTY), "backward without forward");
    }

    @Test
    void parametersAreVectorsOrMatrices() {
        assertRejected("parameter %wh.1: fixed[1, 1]", "parameter %wh.1: fixed[]", "is neither a vector nor a matrix");
        assertRejected("parameter %wh.1: fixed[1, 1]", "parameter %wh.1: batch[1]", "is neither a vector nor a matrix");
    }

    @Test
    void segmentsCoverTheColumnsInOrder() {
        assertRejected("rnn.gain 1..2", "rnn.gain 0..2", "segment rnn.gain of %b.2 starts at column 0, not 1");
        assertRejected("rnn.gain 1..2", "rnn.gain 1..3", "segments of %b.2 cover 3 of 2 columns");
        assertRejected("  rnn.gain 1..2 ONES GAIN\n", "", "segments of %b.2 cover 1 of 2 columns");
        assertRejected("rnn.bias 0..1", "rnn.bias 0..0", "segment rnn.bias of %b.2 is empty");
    }

    @Test
    void segmentNamesAreUnique() {
        assertRejected("rnn.gain 1..2", "rnn.x 1..2", "segment rnn.x of %b.2: the name is used twice");
    }

    @Test
    void onlyMatricesAreTransposed() {
        assertRejected(
                "rnn.bias 0..1", "rnn.bias 0..1 transposed", "segment rnn.bias of %b.2 is transposed but no matrix");
    }

    /** Replaces pairs of texts in the good program; the last text is part of the expected problem. */
    private static void assertRejected(String... replacementsAndProblem) {
        String text = SmallPrograms.RECURRENT;
        for (int i = 0; i + 1 < replacementsAndProblem.length; i += 2) {
            assertTrue(text.contains(replacementsAndProblem[i]), replacementsAndProblem[i]);
            text = text.replace(replacementsAndProblem[i], replacementsAndProblem[i + 1]);
        }
        assertProblem(IrParser.parse(text), replacementsAndProblem[replacementsAndProblem.length - 1]);
    }

    private static void assertProblem(Program program, String problem) {
        List<String> problems = IrVerifier.verify(program);
        assertTrue(problems.stream().anyMatch(p -> p.contains(problem)), "expected '" + problem + "' in " + problems);
    }
}
