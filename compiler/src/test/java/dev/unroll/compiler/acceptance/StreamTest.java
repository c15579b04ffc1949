package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.runtime.weights.ParameterView;
import dev.unroll.runtime.weights.WeightKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Truncated back-propagation with carried states. With a rate so small that weights stay, the loss of an epoch tells what was computed:
 * stretches of any length are the whole text, resets are borders of examples, pieces are examples.
 */
class StreamTest {
    private static final String TEXT = """
            rnn 1
            vocabulary Letters { tokens = characters, max_size = 12 }
            model Chars {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(4) -> LSTM(5) -> GRU(4, init_state = trained) -> Dense(Letters.size) -> softmax
            }
            train Chars {
              backprop  = truncated(steps = 7, carry_state = true)
              loss      = cross_entropy
              metrics   = [perplexity]
              optimizer = sgd(rate = 1e-30)
              batch     = 1
              epochs    = 1
            }
            """;

    private static Class<?> type;

    @BeforeAll
    static void compile() throws ReflectiveOperationException {
        Compilation compilation = RnnCompiler.compile(List.of(new Source("m/m.rnn", TEXT)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        type = InMemoryCompiler.compile(compilation.sources()).loadClass("Chars");
    }

    private static TrainingResult train(TrainingSpec spec, List<String> read, List<String> truth)
            throws ReflectiveOperationException {
        try (RecurrentModel model = TrainedModel.create(type, 3)) {
            // Initial states that are not zero, so that a reset to them shows.
            List<ParameterView> initial = model.parameters().stream()
                    .filter(view -> view.kind() == WeightKind.STATE)
                    .toList();
            assertThat(initial).hasSize(1);
            initial.get(0).setValues(new float[] {0.5f, -0.3f, 0.2f, 0.7f});
            Method train = RecurrentModel.class.getDeclaredMethod(
                    "trainOnColumns", List.class, List.class, TrainingSpec.class, TrainingListener[].class);
            train.setAccessible(true);
            return (TrainingResult) train.invoke(
                    model, List.of(Column.texts(read)), List.of(Column.texts(truth)), spec, new TrainingListener[0]);
        }
    }

    private static double loss(TrainingSpec spec, List<String> read, List<String> truth)
            throws ReflectiveOperationException {
        TrainingResult result = train(spec, read, truth);
        assertThat(result.evaluation().loss())
                .as("what is reported in the end is computed as in training")
                .isCloseTo(result.history().last().loss(), within(1e-6));
        return result.history().last().loss();
    }

    private static TrainingSpec spec(int steps, int batch) throws ReflectiveOperationException {
        TrainingSpec spec = (TrainingSpec) type.getField("TRAINING").get(null);
        return spec.toBuilder().truncated(steps, true).batch(batch).build();
    }

    private static String text(int length, int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int t = 0; t < length; t++) {
            text.append((char) ('a' + random.nextInt(6)));
        }
        return text.toString();
    }

    @Test
    void stretchesWithCarriedStatesAreTheWhole() throws ReflectiveOperationException {
        List<String> read = List.of(text(61, 1), text(17, 2), text(30, 3));
        List<String> truth = List.of(text(61, 4), text(17, 5), text(30, 6));
        double whole = loss(spec(1000, 1), read, truth);
        for (int steps : new int[] {1, 2, 7, 60, 61}) {
            assertThat(loss(spec(steps, 1), read, truth)).as(steps + " steps").isCloseTo(whole, within(1e-6));
        }
        TrainingSpec plain = spec(7, 1).toBuilder().withoutTruncation().build();
        assertThat(loss(plain, read, truth)).as("examples one by one").isCloseTo(whole, within(1e-6));
        TrainingSpec forgetting = spec(7, 1).toBuilder().truncated(7, false).build();
        assertThat(loss(forgetting, read, truth)).as("without carrying").isNotCloseTo(whole, within(1e-5));
    }

    @Test
    void aResetIsTheBorderOfAnExample() throws ReflectiveOperationException {
        String read = text(80, 1);
        String truth = text(80, 2);
        List<String> readParts = new ArrayList<>();
        List<String> truthParts = new ArrayList<>();
        int from = 0;
        for (int t = 0; t < read.length(); t++) {
            if (read.charAt(t) == 'e' || t == read.length() - 1) {
                readParts.add(read.substring(from, t + 1));
                truthParts.add(truth.substring(from, t + 1));
                from = t + 1;
            }
        }
        TrainingSpec resets = spec(7, 1).toBuilder().truncated(7, "e").build();
        double parts = loss(spec(7, 1), readParts, truthParts);
        assertThat(loss(resets, List.of(read), List.of(truth))).isCloseTo(parts, within(1e-6));
        assertThat(loss(spec(7, 1), List.of(read), List.of(truth))).isNotCloseTo(parts, within(1e-5));
    }

    @Test
    void piecesSideBySideStartAnew() throws ReflectiveOperationException {
        String read = text(61, 1);
        String truth = text(61, 2);
        double pieces = train(spec(7, 3), List.of(read), List.of(truth))
                .history()
                .last()
                .loss();
        List<String> readParts = List.of(read.substring(0, 20), read.substring(20, 40), read.substring(40));
        List<String> truthParts = List.of(truth.substring(0, 20), truth.substring(20, 40), truth.substring(40));
        assertThat(pieces).isCloseTo(loss(spec(7, 1), readParts, truthParts), within(1e-6));
    }

    @Test
    void moreStepsLearnMore() throws ReflectiveOperationException {
        String text = "abcabdabcabd".repeat(20);
        TrainingSpec spec = spec(6, 4).toBuilder()
                .optimizer(Optimizer.adam(0.02))
                .shift("text", 1)
                .epochs(15)
                .build();
        try (RecurrentModel model = TrainedModel.create(type, 3)) {
            Method train = RecurrentModel.class.getDeclaredMethod(
                    "trainOnColumns", List.class, List.class, TrainingSpec.class, TrainingListener[].class);
            train.setAccessible(true);
            TrainingResult result = (TrainingResult)
                    train.invoke(model, List.of(Column.texts(List.of(text))), List.of(), spec, new TrainingListener[0]);
            assertThat(result.history().last().loss())
                    .isLessThan(0.5 * result.history().epochs().get(0).loss());
        }
    }
}
