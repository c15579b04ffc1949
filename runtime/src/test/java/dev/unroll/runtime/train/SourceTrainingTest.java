package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.ExampleSource;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SourceTrainingTest {
    private static final int LENGTH = 3;

    /** A wave and the number after it. */
    private record Wave(List<Float> steps, float next) {
        float[] row() {
            float[] row = new float[steps.size()];
            for (int t = 0; t < row.length; t++) {
                row[t] = steps.get(t);
            }
            return row;
        }
    }

    private static Wave wave(int k) {
        return new Wave(List.of(k % 7f, (k + 1) % 7f, (k + 2) % 7f), (k + 3) % 7);
    }

    /** Examples made anew on every pass. */
    private static ExampleSource<Wave> source(int count, IntFunction<Wave> make) {
        return ExampleSource.of(() -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Wave next() {
                return make.apply(next++);
            }
        });
    }

    private static SourceColumns<Wave> columns(ExampleSource<Wave> source) {
        return new SourceColumns<>(
                source,
                some -> List.of(Column.numbers(
                        Values.sequences(some.stream().map(Wave::row).toArray(float[][]::new)))),
                some -> List.of(Column.numbers(Values.vectors(
                        some.stream().map(e -> new float[] {e.next()}).toArray(float[][]::new)))));
    }

    private static TrainingSpec.Builder spec() {
        return TrainingSpec.loss(Loss.mse())
                .metrics(Metric.MAE)
                .chronological(0.8, 0.2)
                .batch(50)
                .epochs(2);
    }

    private static TrainingResult train(
            ElmanProgram program, TrainingState state, ExampleSource<Wave> source, TrainingSpec spec) {
        SourceParts<Wave> parts = SourceParts.of(program.signature(), columns(source), spec);
        EncodedSource<Wave> encoded = parts.encoded(Encoders.fixed(program.signature()));
        return new Trainer(program, spec, encoded.scalers(), state, List.of()).train(encoded);
    }

    private static TrainingResult train(ExampleSource<Wave> source, TrainingSpec spec) {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            program.parameters().initialize(1);
            return train(program, new TrainingState(), source, spec);
        }
    }

    /** Every 100th example is watched; from time to time what is unreachable is collected and the rest counted. */
    private static final class Watched {
        private final List<WeakReference<Wave>> alive = new ArrayList<>();
        private int made;
        private int most;

        Wave make(int k) {
            Wave wave = wave(k);
            if (k % 100 == 0) {
                alive.add(new WeakReference<>(wave));
            }
            if (++made % 25_000 == 0) {
                System.gc();
                alive.removeIf(reference -> reference.get() == null);
                most = Math.max(most, alive.size());
            }
            return wave;
        }
    }

    @Test
    void noMoreExamplesLiveThanTheBufferAndABlockHold() {
        int count = 100_000;
        int buffer = 2000;
        Watched watched = new Watched();
        TrainingResult result = train(
                source(count, watched::make).withBuffer(buffer),
                spec().batch(500).epochs(1).build());
        assertThat(result.history().last().steps()).isEqualTo(160);
        assertThat(result.evaluation().examples()).isEqualTo(20_000);
        // To count, to check, for the epoch, to validate it, for the evaluation.
        assertThat(watched.made).isEqualTo(5 * count);
        assertThat(watched.most).isBetween(1, (buffer + SourcePass.BLOCK) / 100 + 2);
    }

    @Test
    void numbersAreJudgedOnTheWholePartThoughOnlyTheFirstAreKept() {
        TrainingResult result = train(source(1000, SourceTrainingTest::wave).withBuffer(60), spec().build());
        Forecast kept = result.evaluation().forecasts().get(0);
        assertThat(result.evaluation().examples()).isEqualTo(200);
        assertThat(kept.truth().examples()).isEqualTo(60);
        assertThat(kept.error(Metric.MAE))
                .isEqualTo(result.history().last().validationMetrics().get(Metric.MAE));
        assertThat(kept.error(Metric.MSE)).isNotNaN();
    }

    @Test
    void aSourceThatChangesIsRefusedAndTheModelIsBackAtItsLastEpoch() {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            program.parameters().initialize(1);
            float[] before = program.parameters().named("rnn.h.h").values();
            TrainingState state = new TrainingState();
            int[] passes = new int[1];
            // The third pass is the first epoch's.
            ExampleSource<Wave> source = source(2000, k -> {
                        passes[0] += k == 0 ? 1 : 0;
                        return passes[0] == 3 && k == 1500 ? wave(k + 1) : wave(k);
                    })
                    .withBuffer(200);
            assertThatThrownBy(() -> train(program, state, source, spec().build()))
                    .isInstanceOf(DataException.class)
                    .hasMessage("the source has changed: examples 1280 to 1535 are not what they were when it was read"
                            + " first, or there are more or fewer. A source must give the same examples in the same order"
                            + " on every pass; read files that nobody writes to, or train on a list");
            assertThat(state.steps()).isZero();
            assertThat(program.parameters().named("rnn.h.h").values()).containsExactly(before);
        }
    }

    @Test
    void aSourceThatGrowsOrEndsEarlyIsRefused() {
        int[] passes = new int[1];
        for (int change : new int[] {-256, -1, 1, 256}) {
            passes[0] = 0;
            ExampleSource<Wave> steady = source(512, SourceTrainingTest::wave);
            ExampleSource<Wave> other = source(512 + change, SourceTrainingTest::wave);
            ExampleSource<Wave> source = () -> (++passes[0] == 4 ? other : steady).open();
            assertThatThrownBy(() -> train(source, spec().build()))
                    .as("%d", change)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("the source has changed: ");
        }
        Iterator<Wave> once = List.of(wave(1), wave(2)).iterator();
        assertThatThrownBy(() -> train(ExampleSource.of(() -> once), spec().build()))
                .hasMessageStartingWith(
                        "the source has changed: it had 2 examples when it was read first, and now it" + " has 0. ");
    }

    @Test
    void anExampleThatDoesNotFitIsNamedByItsPlace() {
        ExampleSource<Wave> source = source(1000, k -> k == 777 ? new Wave(List.of(1f, Float.NaN, 3f), 0) : wave(k));
        assertThatThrownBy(() -> train(source, spec().build()))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "example 777: input wave, step 1, feature 0 is NaN: missing values must be filled or dropped"
                                + " first");
        ExampleSource<Wave> holes = source(1000, k -> k == 300 ? new Wave(null, 0) : wave(k));
        assertThatThrownBy(() -> train(holes, spec().build()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("example 300: ");
    }

    @Test
    void aSourceBelongsToItsSpecification() {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            EncodedSource<Wave> encoded = SourceParts.of(
                            program.signature(), columns(source(100, SourceTrainingTest::wave)), spec().build())
                    .encoded(Encoders.fixed(program.signature()));
            Trainer other =
                    new Trainer(program, spec().seed(8).build(), encoded.scalers(), new TrainingState(), List.of());
            assertThatThrownBy(() -> other.train(encoded))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the source was divided by another specification: ");
        }
    }

    @Test
    void whatCannotBeDoneWithASourceIsRefused() {
        ExampleSource<Wave> source = source(100, SourceTrainingTest::wave);
        assertThatThrownBy(() -> train(source, spec().truncated(2, true).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Wave cannot be trained on a source with backprop = truncated(steps = 2, carry_state"
                                + " = true)")
                .hasMessageEndingWith("Train on a list, or on a source with carry_state = false");
        assertThatThrownBy(() -> train(source.withBuffer(49), spec().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a shuffle buffer of 49 examples is smaller than a batch of 50: say withBuffer(n) with a"
                        + " larger n");
        assertThatThrownBy(() -> train(source(0, SourceTrainingTest::wave), spec().build()))
                .isInstanceOf(DataException.class)
                .hasMessage("only 0 examples: none is left for training after the split");
    }
}
