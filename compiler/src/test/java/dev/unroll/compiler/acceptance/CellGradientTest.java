package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.source.Source;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients of every cell, from text through all passes, against differences of the loss as lowered, before any pass: each
 * scalar of each parameter and initial state, and each element of the input.
 */
class CellGradientTest {
    private static final String PER_STEP = "output y : float[time, 2] y = x -> %s -> Dense(2)";
    private static final String LAST = "output y : float[2] y = x -> %s -> last -> Dense(2)";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SimpleRNN          | SimpleRNN(3, init_state = trained)          | h",
                "LSTM               | LSTM(3, init_state = trained)               | h c",
                "GRU, reset after   | GRU(3, init_state = trained)                | h",
                "GRU, reset before  | GRU(3, reset = before, init_state = trained)| h",
                "NormGRU            | NormGRU(3)                                  | ''",
                "NormGRU, trained h | TrainedNormGRU(3)                           | h",
                "PeepholeLSTM       | PeepholeLSTM(3)                             | c",
            })
    void agreesWithDifferences(String name, String layer, String trained) {
        GradientDifferences differences = new GradientDifferences(name);
        for (int depth = 1; depth <= 3; depth++) {
            String stack = String.join(" -> ", Collections.nCopies(depth, layer));
            for (String head : depth == 2 ? List.of(PER_STEP, LAST) : List.of(PER_STEP)) {
                Program lowered = lower(String.format(head, stack));
                assertStates(lowered, trained.isEmpty() ? List.of() : List.of(trained.split(" ")), depth);
                differences.check(lowered, depth);
            }
        }
        int compared = differences.compared();
        System.out.printf(
                "gradients of %s: %d compared, largest relative error %.1e%n", name, compared, differences.largest());
        assertThat(compared).isGreaterThan(1000);
    }

    /** The cells of the samples and a model, as one file: cells are not seen across files. */
    private static Program lower(String body) {
        String text = SampleTexts.cells().text();
        String cells = text.substring(0, text.indexOf("\nmodel "));
        String norm = cells.substring(cells.indexOf("\ncell NormGRU"));
        String trained = norm.substring(0, norm.indexOf("\n}\n") + 3)
                .replace("cell NormGRU", "cell TrainedNormGRU")
                .replace("float[units] = zeros", "float[units] = trained");
        String model = "model Checked { input x : float[time, 2] " + body + " }";
        Front front = Front.of(List.of(new Source("checked.rnn", cells + trained + model)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }

    /** Initial states are among the parameters that are compared. */
    private static void assertStates(Program program, List<String> states, int depth) {
        List<String> names = program.parameters().stream()
                .map(p -> p.segments().get(0).name())
                .toList();
        for (String state : states) {
            assertThat(names.stream().filter(n -> n.endsWith("." + state + ".initial")))
                    .hasSize(depth);
        }
        assertThat(names.stream().filter(n -> n.endsWith(".initial"))).hasSize(states.size() * depth);
    }
}
