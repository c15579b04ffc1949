package dev.unroll.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.Compilation.Dump;
import dev.unroll.compiler.Stage;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class DumpsTest {
    @Test
    void namesAreStages() throws MojoExecutionException {
        assertThat(Dumps.stages(List.of("ir", " plan"))).containsExactly(Stage.IR, Stage.PLAN);
    }

    @Test
    void otherNamesAreRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Dumps.stages(List.of("ir", "java")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("dump takes ast, types, ir, grad, plan, not java");
    }

    @Test
    void filesAreNamedAfterModelAndStage() {
        assertThat(Dumps.texts(List.of(new Dump(Stage.GRAD, "Births", "text"), new Dump(Stage.AST, "a/b.rnn", "tree"))))
                .containsEntry("Births.grad", "text")
                .containsEntry("a/b.rnn.ast", "tree");
    }
}
