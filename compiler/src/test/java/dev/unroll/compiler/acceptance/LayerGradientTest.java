package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients of every layer, function and option of models, from text through all passes, against differences of the loss as
 * lowered. Masks of dropout and zoneout are the same on both sides.
 */
class LayerGradientTest {
    private static final long SEED = 11;

    /** Flows from {@code float[time, 2]} to a sequence. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LSTM(2, reverse = true, init_state = trained)",
                "GRU(2, reverse = true)",
                "GRU(2, reset = before, reverse = true)",
                "SimpleRNN(2, reverse = true, init_state = trained)",
                "Bidirectional(LSTM(2, init_state = trained))",
                "Bidirectional(GRU(2), merge = sum)",
                "Bidirectional(SimpleRNN(2), merge = mean)",
                "Bidirectional(LSTM(2), GRU(2), merge = product)",
                "Bidirectional(LSTM(2), SimpleRNN(3)) -> Bidirectional(GRU(2))",
                "LSTM(2, dropout = { input = 0.3, recurrent = 0.4, output = 0.2 })",
                "GRU(2, dropout = { input = 0.3, recurrent = 0.4, output = 0.2 })",
                "GRU(2, reset = before, dropout = { recurrent = 0.4 })",
                "SimpleRNN(2, dropout = { recurrent = 0.4 }, reverse = true)",
                "repeat 3 { LSTM(2, dropout = { between = 0.3 }) }",
                "repeat 3 with { dropout = { between = 0.3 }, residual = true } { GRU(2) }",
                "Dropout(0.3, shared_over = time) -> LSTM(2)",
                "LSTM(2, zoneout = 0.3)",
                "LSTM(2, zoneout = { c = 0.4, h = 0.2 })",
                "GRU(2, zoneout = 0.3)",
                "GRU(2, reset = before, zoneout = 0.3)",
                "SimpleRNN(2, zoneout = 0.3)",
                "LSTM(2, layer_norm = true)",
                "GRU(2, layer_norm = true)",
                "GRU(2, reset = before, layer_norm = true)",
                "SimpleRNN(2, layer_norm = true)",
                "LSTM(3, peephole = true)",
                "LSTM(3, projection = 2)",
                "LSTM(3, projection = 2, peephole = true, layer_norm = true, zoneout = 0.2, init_state = trained,"
                        + " dropout = { input = 0.2, recurrent = 0.3, output = 0.1 }, reverse = true)",
                "LSTM(2, forget_bias = 2.5)",
                "LayerNorm -> GRU(2)",
                "Dense(3, activation = softmax) -> SimpleRNN(2)",
                "Dense(3, activation = log_softmax) -> SimpleRNN(2)",
                "SimpleRNN(2) -> softmax",
                "SimpleRNN(2) -> log_softmax -> reverse -> GRU(2)",
            })
    void perStep(String flow) {
        check(flow, "y = x -> " + flow + " -> Dense(2)", "float[time, 2]");
    }

    /** Flows from {@code float[time, 2]} to a vector. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LSTM(2) -> final",
                "LSTM(3, projection = 2) -> final",
                "GRU(2, reverse = true) -> final",
                "Bidirectional(LSTM(2)) -> final",
                "Bidirectional(LSTM(2), GRU(2), merge = product) -> final",
                "Bidirectional(GRU(2)) -> last",
                "GRU(2) -> first",
                "GRU(2) -> mean",
                "GRU(2) -> max",
                "GRU(2) -> sum",
                "pool(Additive(3))",
                "GRU(2) -> pool(Additive(3))",
                "first",
                "max",
                "mean",
                "sum",
            })
    void reduced(String flow) {
        check(flow, "y = x -> " + flow + " -> Dense(2)", "float[2]");
    }

    /** Statements about {@code x : float[time, 2]} and, where they name it, {@code v : float[2]} that give {@code y : float[2]}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory = x -> LSTM(2) y = concat(memory.final.h, memory.final.c, memory -> mean, v) -> Dense(2)",
                "memory = x -> Bidirectional(LSTM(2), merge = mean) y = memory.final.c * memory.final.h + v",
                "y = x -> LSTM(2, init_state = v) -> last",
                "y = x -> LSTM(2, init_state = { h = v -> Dense(2), c = trained }) -> final",
                "a = x -> GRU(2) y = x -> Bidirectional(GRU(2, init_state = a.final), merge = sum) -> final -> tanh",
                "layer code = Dense(3, activation = tanh)"
                        + " y = x -> code -> SimpleRNN(3) -> last -> Dense(2, weights = transposed(code.weights))",
                "layer both = LSTM(2) -> Dense(2, activation = tanh) y = x -> both -> both -> last",
                "layer score = Additive(2) a = x -> GRU(2) b = pool(score, over = a) c = pool(score, over = reverse(x))"
                        + " y = concat(b, c, concat(b.weights, a) -> max) -> Dense(2)",
                "y = shift(x, by = 1) -> GRU(2) -> mean",
                "y = shift(x, by = -2) -> GRU(2) -> last",
                "y = reverse(x) * x -> LSTM(2) -> last",
            })
    void statements(String text) {
        check(text, text, "float[2]");
    }

    private static void check(String name, String statements, String output) {
        String inputs = statements.matches(".*\\bv\\b.*") ? "input v : float[2] " : "";
        String model = "model Checked { input x : float[time, 2] " + inputs + "output y : " + output + " " + statements;
        GradientDifferences differences = new GradientDifferences(name);
        differences.check(lower(model + " }"), SEED);
        System.out.printf(
                "gradients of %s: %d compared, largest relative error %.1e%n",
                name, differences.compared(), differences.largest());
        assertThat(differences.compared()).isGreaterThan(30);
    }

    private static Program lower(String text) {
        Front front = Front.of(List.of(new Source("checked.rnn", "rnn 1 " + text)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted().stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .toList()))
                .isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }
}
