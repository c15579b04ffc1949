package dev.unroll.compiler.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts that Keras' and PyTorch's summaries show for the same models. */
class ParameterCountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SimpleRNN(32) -> SimpleRNN(32)            | 3201",
                "SimpleRNN(50)                             | 2651",
                "LSTM(50) -> LSTM(50)                      | 30651",
                "repeat 2 { GRU(50) }                      | 23301",
                "repeat 2 { GRU(50, reset = before) }      | 23001",
                "repeat 3 { LSTM(50) -> Dropout(0.2) }     | 50851",
                "LSTM(50, init_state = trained)            | 10551"
            })
    void counts(String layers, long expected) {
        assertCount(
                expected,
                "model M { input x : float[time, 1] output y : float[1] y = x -> " + layers + " -> last -> Dense(1) }");
    }

    /** Text models at two sizes of the vocabulary. */
    @ParameterizedTest
    @CsvSource({"1000, 142305", "10000, 1042305"})
    void countsOfText(int words, long expected) {
        assertCount(
                expected,
                "vocabulary Words { tokens = characters, max_size = " + words + " } "
                        + "model M { input x : token<Words>[time <= 100] output y : probability "
                        + "y = x -> Embedding(100) -> LSTM(64) -> last -> Dense(1, activation = sigmoid) }");
    }

    /** The chapter's encoder and decoder without attention, both vocabularies of 10,000. */
    @Test
    void countsOfSequenceToSequence() {
        assertCount(
                13_399_824,
                "vocabulary A { tokens = words, max_size = 10000 } vocabulary B { tokens = words, max_size = 10000 } "
                        + "model M { input source : token<A>[src] output target : token<B>[tgt] "
                        + "memory = source -> Embedding(256) -> LSTM(512) "
                        + "decoder target { layer embed = Embedding(256) "
                        + "cell rnn = LSTM(512, init_state = bridge(memory.final, how = copy)) "
                        + "step (previous) { emit rnn(previous -> embed) -> Dense(B.size) -> softmax } } }");
    }

    /** The chapter's attention, in which one sequence is query and values: two layers and a score, each with a bias. */
    @Test
    void countsOfAttention() {
        assertCount(
                1_150_530,
                "attention Seed(units: int)(keys: float[pos, k]) { weights W1, W2: float[units, k], "
                        + "b1, b2: float[units], v: float[units] init glorot, b: float[1] "
                        + "score[pos] = dot(v, tanh(W1 @ keys[pos] + b1 + W2 @ keys[pos] + b2)) + b } "
                        + "vocabulary Words { tokens = characters, max_size = 10000 } "
                        + "model M { input x : token<Words>[time <= 100] output y : probability "
                        + "y = x -> Embedding(100) -> LSTM(128) -> pool(Seed(128)) -> Dense(1, activation = sigmoid) }");
    }

    private static void assertCount(long expected, String body) {
        String text = "rnn 1 " + body;
        Front front = Front.of(List.of(new Source("m.rnn", text)));
        assertEquals("", DiagnosticRenderer.render(front.diagnostics().sorted()));
        TypedModel model = front.models().get(0);
        assertEquals(expected, model.parameterCount());
        long lowered = RnnCompiler.lower(model).parameters().stream()
                .mapToLong(p -> p.value().type().dims().stream().reduce(1, (a, b) -> a * b))
                .sum();
        assertEquals(expected, lowered);
    }
}
