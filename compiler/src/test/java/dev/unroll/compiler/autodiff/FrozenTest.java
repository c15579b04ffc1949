package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrParser;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frozen weights: no code for their gradients, and no trained weight beside them in one parameter. */
class FrozenTest {
    /** A frozen table, read by id, and two weights of one operand, the second frozen. */
    private static Program program() {
        SmallPrograms small = new SmallPrograms();
        Value table = small.parameter("table", Type.matrix(4, 3));
        Value w = small.parameter("w", Type.matrix(3, 2));
        Value u = small.parameter("u", Type.matrix(3, 2));
        Value ids = small.input("ids", Type.batch(1));
        Program program = small.build(code -> {
            Value row = code.gather("row", table, ids);
            return code.pointwise("y", Fn.MUL, code.matMul("a", row, w), code.matMul("b", row, u));
        });
        return program.withParameters(program.parameters().stream()
                .map(p -> new Parameter(p.value(), p.segments(), !p.value().equals(w)))
                .toList());
    }

    @Test
    void haveNoGradient() {
        Program program = Differentiate.run(program());
        assertThat(program.gradients()).extracting(Value::name).containsExactly("w");
        assertThat(program.backward().instrs()).noneMatch(instr -> instr.op() instanceof TokenOp.Scatter);
        assertThat(GradientCheck.largestError(program, Numbers.random(program, 7, 1, 1, 1)))
                .isLessThan(1e-6);
    }

    @Test
    void areNotJoinedWithTrainedWeights() {
        Program joined = PassRunner.run(program(), Passes.beforeGradient());
        assertThat(joined.parameters()).hasSize(3);
        Program trained = program()
                .withParameters(program().parameters().stream()
                        .map(p -> new Parameter(p.value(), p.segments()))
                        .toList());
        assertThat(PassRunner.run(trained, Passes.beforeGradient()).parameters())
                .hasSize(2);
    }

    @Test
    void textFormSaysSo() {
        Program program = Differentiate.run(program()
                .withProbes(
                        List.of(new Program.Probe("layer1", program().inputs().get(0)))));
        assertThat(IrPrinter.print(program)).contains("frozen {").contains("probe layer1 %ids");
        assertThat(IrParser.parse(IrPrinter.print(program))).isEqualTo(program);
    }
}
