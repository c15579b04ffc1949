package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.HandLoweredLstm;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program that an LSTM must end as: what a person would write by hand for speed. */
class LstmShapeTest {
    private static final int I = 2;
    private static final int H = 3;

    private final Program program = compiled(1);

    private static Program compiled(int layers) {
        Program joined = PassRunner.run(new HandLoweredLstm(I, H, layers, false).build(), Passes.beforeGradient());
        return PassRunner.run(Differentiate.run(joined), Passes.afterGradient());
    }

    private static Instr loop(Block block) {
        return block.instrs().stream()
                .filter(instr -> instr.op() instanceof Op.Scan)
                .findFirst()
                .orElseThrow();
    }

    private static Block body(Block block) {
        return ((Op.Scan) loop(block).op()).body();
    }

    private static List<String> ops(Block block) {
        return block.instrs().stream().map(instr -> instr.op().name()).toList();
    }

    private static Instr definition(Block block, Value value) {
        return block.instrs().stream()
                .filter(instr -> instr.results().contains(value))
                .findFirst()
                .orElseThrow();
    }

    private static Instr only(Block block, Class<? extends Op> kind) {
        List<Instr> found = block.instrs().stream()
                .filter(instr -> kind.isInstance(instr.op()))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void gatesAreJoined() {
        assertThat(program.parameters().stream()
                        .map(parameter -> parameter.value().name()))
                .containsExactly("lstm1_x_weights", "lstm1_bias", "lstm1_h_weights", "dense_w", "dense_bias");
        Parameter input = program.parameters().get(0);
        assertThat(input.value().type()).isEqualTo(Type.matrix(I, 4 * H));
        assertThat(input.segments().stream().map(Parameter.Segment::name))
                .containsExactly("lstm1.i.x", "lstm1.f.x", "lstm1.g.x", "lstm1.o.x");
        assertThat(program.parameters().get(2).value().type()).isEqualTo(Type.matrix(H, 4 * H));
    }

    @Test
    void inputsAreMultipliedBeforeTheLoop() {
        for (Block block : List.of(program.predict(), program.forward())) {
            Instr loop = loop(block);
            Op.Scan scan = (Op.Scan) loop.op();
            assertThat(scan.sequences()).isEqualTo(1);
            Instr projection = definition(block, loop.operands().get(0));
            assertThat(projection.op()).isEqualTo(new Op.MatMul(false, false));
            assertThat(projection.result().type()).isEqualTo(Type.tokens("time", 4 * H));
            assertThat(projection.operands())
                    .containsExactly(
                            program.inputs().get(0),
                            program.parameters().get(0).value(),
                            program.parameters().get(1).value());
        }
    }

    @Test
    void forwardStepIsOneProductAndOneKernel() {
        for (Block block : List.of(program.predict(), program.forward())) {
            assertThat(ops(body(block))).containsExactly("matmul", "slice", "slice", "slice", "slice", "pointwise");
            // h · U with the input's part added
            assertThat(only(body(block), Op.MatMul.class).operands()).hasSize(3);
        }
    }

    @Test
    void backwardStepIsOneKernelAndOneProduct() {
        assertThat(ops(body(program.backward()))).containsExactly("pointwise", "concat", "matmul");
        Op.Scan scan = (Op.Scan) loop(program.backward()).op();
        assertThat(scan.reverse()).isTrue();
        assertThat(scan.totals()).isZero();
        assertThat(scan.stacked()).isEqualTo(1);
    }

    @Test
    void residualsAreTheActivationsAndTheStates() {
        Instr forward = loop(program.forward());
        ScanResults results = new ScanResults(forward);
        assertThat(results.stacked()).containsExactly("h", "c", "i", "f", "g", "o", "tanhC");
        Instr backward = loop(program.backward());
        Op.Scan scan = (Op.Scan) backward.op();
        assertThat(backward.operands().subList(0, scan.sequences()).stream().map(Value::name))
                .containsExactlyInAnyOrder("d_h", "tanhC", "o", "g", "i", "c_before", "f");
        List<Instr> shifts = program.backward().instrs().stream()
                .filter(i -> i.op() instanceof Op.Shift)
                .toList();
        assertThat(shifts.stream().map(shift -> shift.result().name()))
                .containsExactlyInAnyOrder("c_before", "h_before");
    }

    private record ScanResults(Instr loop) {
        List<String> stacked() {
            Op.Scan scan = (Op.Scan) loop.op();
            return loop.results().subList(scan.carried(), scan.carried() + scan.stacked()).stream()
                    .map(Value::name)
                    .toList();
        }
    }

    @Test
    void weightGradientsAreSingleProductsOverAllSteps() {
        Block backward = program.backward();
        Value gates = loop(backward).results().get(2);
        assertThat(gates.type()).isEqualTo(Type.tokens("time", 4 * H));
        Instr input = definition(backward, backward.results().get(0));
        assertThat(input.op()).isEqualTo(new Op.MatMul(true, false));
        assertThat(input.operands()).containsExactly(program.inputs().get(0), gates);
        Instr bias = definition(backward, backward.results().get(1));
        assertThat(bias.op()).isEqualTo(new Op.SumRows());
        assertThat(bias.operands()).containsExactly(gates);
        Instr recurrent = definition(backward, backward.results().get(2));
        assertThat(recurrent.op()).isEqualTo(new Op.MatMul(true, false));
        assertThat(recurrent.operands().get(0).name()).isEqualTo("h_before");
        assertThat(recurrent.operands().get(1)).isEqualTo(gates);
    }

    @Test
    void everyLayerOfAStackEndsLikeThis() {
        Program stack = compiled(3);
        for (Instr instr : stack.forward().instrs()) {
            if (instr.op() instanceof Op.Scan scan) {
                assertThat(ops(scan.body())).containsExactly("matmul", "slice", "slice", "slice", "slice", "pointwise");
            }
        }
        for (Instr instr : stack.backward().instrs()) {
            if (instr.op() instanceof Op.Scan scan) {
                assertThat(ops(scan.body())).containsExactly("pointwise", "concat", "matmul");
            }
        }
        assertThat(ops(stack.backward()).stream().filter("scan"::equals)).hasSize(3);
    }
}
