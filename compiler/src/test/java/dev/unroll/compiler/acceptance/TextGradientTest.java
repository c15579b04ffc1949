package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.GradientCheck;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of models that read tokens and give labels, from text through all passes, against differences of the loss. */
class TextGradientTest {
    private static final String BLOCKS = "rnn 1 vocabulary V { tokens = words, max_size = 6 } labels L { A, B, C } ";
    private static final String HEAD = "model M { input x : token<V>[time] ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output y : probability y = x -> Embedding(3) -> LSTM(2) -> last -> Dense(1, activation = sigmoid) }",
                "output y : probability[time] y = x -> Embedding(3) -> GRU(2) -> Dense(1) -> sigmoid } "
                        + "train M { loss = binary_crossentropy(positive_weight = 3) optimizer = sgd }",
                "output y : label<L>[time] y = x -> Embedding(3) -> SimpleRNN(2) -> Dense(L.size) -> softmax }",
                "output y : label<L> y = x -> Embedding(3) -> LSTM(2) -> last -> Dense(3, activation = softmax) } "
                        + "train M { loss = cross_entropy(label_smoothing = 0.2, class_weights = { B = 4, C = 0 }) optimizer = sgd }",
                "input k : label<L> output y : token<V> output z : float[2] layer e = Embedding(3) "
                        + "h = concat(x -> e -> LSTM(3) -> last, k -> Embedding(2)) "
                        + "y = h -> Dense(3) -> Dense(V.size, weights = transposed(e.weights)) -> softmax z = h -> Dense(2) }",
                "output y : token<V>[time] layer r = SimpleRNN(3) "
                        + "y = x -> Embedding(3) -> r -> r -> GRU(2, init_state = trained) -> Dense(6) -> softmax } "
                        + "serve M { session = carried }"
            })
    void agreeWithDifferences(String model) {
        Front front = Front.of(List.of(new Source("m.rnn", BLOCKS + HEAD + model)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        Program lowered = RnnCompiler.lower(front.models().get(0));
        Program program = RnnCompiler.differentiate(lowered);
        Planner.plan(program);
        assertThat(GradientCheck.largestError(program, Numbers.random(program, 1, 4, 2, 1)))
                .isLessThan(1e-6);
    }
}
