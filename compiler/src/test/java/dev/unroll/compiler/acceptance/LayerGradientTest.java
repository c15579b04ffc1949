package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.LayerModels;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of every layer, function and option of models, from text through all passes, against differences of the loss as
 * lowered. Masks of dropout and zoneout are the same on both sides.
 */
class LayerGradientTest {
    private static final long SEED = 11;

    @ParameterizedTest
    @MethodSource("dev.unroll.compiler.testing.LayerModels#perStep")
    void perStep(String text) {
        check(text, LayerModels.ofPerStep("Checked", text));
    }

    @ParameterizedTest
    @MethodSource("dev.unroll.compiler.testing.LayerModels#reduced")
    void reduced(String text) {
        check(text, LayerModels.ofReduced("Checked", text));
    }

    @ParameterizedTest
    @MethodSource("dev.unroll.compiler.testing.LayerModels#statements")
    void statements(String text) {
        check(text, LayerModels.ofStatements("Checked", text));
    }

    private static void check(String name, String text) {
        GradientDifferences differences = new GradientDifferences(name);
        differences.check(lower(text), SEED);
        System.out.printf(
                "gradients of %s: %d compared, largest relative error %.1e%n",
                name, differences.compared(), differences.largest());
        assertThat(differences.compared()).isGreaterThan(30);
    }

    private static Program lower(String text) {
        Front front = Front.of(List.of(new Source("checked.rnn", text)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted().stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .toList()))
                .isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }
}
