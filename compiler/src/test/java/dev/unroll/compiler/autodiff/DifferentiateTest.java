package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferentiateTest {
    private final Program program = new HandLoweredLstm(2, 3, 1, true).build();

    @Test
    void gradientsAreThoseOfParametersThenInputs() {
        assertThat(Differentiate.run(program).gradients()).isEqualTo(program.parameterValues());
        Program withInput = Differentiate.run(program, program.inputs().subList(0, 1));
        assertThat(withInput.gradients())
                .hasSize(program.parameters().size() + 1)
                .endsWith(program.inputs().get(0));
        assertThat(withInput.backward().results()).hasSize(withInput.gradients().size());
    }

    @Test
    void whatNobodyAskedForIsNotComputed() {
        // no gradient of x, so the reverse loop stacks nothing
        Instr loop = Differentiate.run(program).backward().instrs().stream()
                .filter(instr -> instr.op() instanceof Op.Scan)
                .findFirst()
                .orElseThrow();
        assertThat(((Op.Scan) loop.op()).stacked()).isZero();
    }

    @Test
    void refusesToDifferentiateTwice() {
        Program once = Differentiate.run(program);
        assertThatThrownBy(() -> Differentiate.run(once)).isInstanceOf(CompilerBug.class);
    }

    @Test
    void refusesWhatIsNoInput() {
        assertThatThrownBy(() -> Differentiate.run(
                        program, List.of(program.parameterValues().get(0))))
                .isInstanceOf(CompilerBug.class);
    }
}
