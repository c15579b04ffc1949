package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.autodiff.HandLoweredLstm;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassRunnerTest {
    private final Program program = new HandLoweredLstm(1, 1, 1, true).build();

    @Test
    void showsEveryPassInOrder() {
        List<String> seen = new ArrayList<>();
        PassRunner.run(program, Passes.beforeGradient(), (pass, after) -> seen.add(pass.name()));
        assertThat(seen)
                .containsExactlyElementsOf(
                        Passes.beforeGradient().stream().map(Pass::name).toList());
    }

    @Test
    void blamesThePassThatBreaksTheProgram() {
        // without its instructions a block reads values that nobody defines
        Pass broken = new Pass(
                "broken",
                "forget all instructions",
                p -> p.withForward(Block.of(List.of(), p.forward().results())));
        assertThatThrownBy(() -> PassRunner.run(program, List.of(broken)))
                .isInstanceOf(CompilerBug.class)
                .hasMessageContaining("broken");
    }

    @Test
    void blamesThePassThatThrows() {
        Pass throwing = new Pass("throwing", "cannot do it", p -> {
            throw new IllegalArgumentException("no");
        });
        assertThatThrownBy(() -> PassRunner.run(program, List.of(throwing)))
                .isInstanceOf(CompilerBug.class)
                .hasMessageContaining("throwing");
    }
}
