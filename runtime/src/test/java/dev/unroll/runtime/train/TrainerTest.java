package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final int LENGTH = 12;

    @Test
    void everyExampleComesOncePerEpochAndTheLastBatchIsSmaller() {
        List<String> events = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void started(Plan plan) {
                events.add(plan.stepsPerEpoch() + " steps of " + plan.trainingExamples() + " examples");
            }

            @Override
            public void step(int epoch, int step, double loss) {
                events.add(epoch + "." + step);
            }

            @Override
            public void epoch(Epoch epoch) {
                events.add("epoch " + epoch.number() + " " + epoch.steps());
            }

            @Override
            public void finished(History history) {
                events.add("finished " + history.epochs().size());
            }
        };
        train(spec(4, 2), Series.of(new float[LENGTH + 10]), listener);
        assertThat(events)
                .containsExactly(
                        "3 steps of 10 examples",
                        "1.1",
                        "1.2",
                        "1.3",
                        "epoch 1 3",
                        "2.1",
                        "2.2",
                        "2.3",
                        "epoch 2 3",
                        "finished 2");
    }

    @Test
    void theEpochsLossIsTheMeanOverAllExamples() {
        // Rate so small that weights stay: the mean of batches of 4, 4 and 2 must be the loss over all ten.
        TrainingSpec spec =
                spec(4, 1).toBuilder().optimizer(Optimizer.sgd(1e-30)).build();
        TrainingResult result = train(spec, Series.of(ramp(LENGTH + 10)));
        assertThat(result.history().last().loss())
                .isCloseTo(result.evaluation().loss(), org.assertj.core.data.Percentage.withPercentage(0.001));
        assertThat(result.history().last().metrics().get(Metric.MAE))
                .isCloseTo(
                        result.evaluation().error(Metric.MAE), org.assertj.core.data.Percentage.withPercentage(0.001));
    }

    @Test
    void aStepAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] heap = new long[1];
        long[] steps = new long[1];
        long[] nativeBytes = new long[1];
        long[] grown = new long[1];
        TrainingListener listener = new TrainingListener() {
            private long before;

            @Override
            public void step(int epoch, int step, double loss) {
                long now = threads.getCurrentThreadAllocatedBytes();
                // Steps 2 to the last of an epoch, so that validation and the epoch's record stay outside; warm after
                // two epochs.
                if (epoch > 2 && step > 1) {
                    heap[0] += now - before;
                    steps[0]++;
                    grown[0] = Math.max(grown[0], Pointer.totalBytes() - nativeBytes[0]);
                } else {
                    nativeBytes[0] = Pointer.totalBytes();
                }
                before = threads.getCurrentThreadAllocatedBytes();
            }
        };
        train(spec(16, 30).toBuilder().clip(Clip.norm(1)).build(), Series.of(ramp(650)), listener);
        assertThat(steps[0]).isGreaterThan(1000);
        assertThat((double) heap[0] / steps[0]).as("bytes per step").isLessThan(16);
        assertThat(grown[0]).as("native bytes").isZero();
    }

    @Test
    void theBestWeightsComeBackAndTheRestIsNotRun() {
        TrainingSpec spec = spec(4, 60).toBuilder()
                .optimizer(Optimizer.adam(0.05))
                .chronological(0.7, 0.3)
                .stopWhen(StopWhen.noImprovement(5))
                .build();
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            program.parameters().initialize(1);
            Examples examples = Examples.windows(
                    program.signature(), spec.window().orElseThrow(), List.of(Series.of(ramp(LENGTH + 60))));
            Scalers scalers = Scalers.fit(examples);
            TrainingResult result = new Trainer(program, spec, scalers, new TrainingState(), List.of())
                    .train(examples.slice(0, 40), examples.slice(40, 55), examples.slice(55, examples.size()));
            List<Epoch> epochs = result.history().epochs();
            double best = epochs.stream()
                    .mapToDouble(epoch -> epoch.validationLoss().orElseThrow())
                    .min()
                    .orElseThrow();
            assertThat(epochs.size()).isLessThan(60);
            assertThat(epochs.get(epochs.size() - 6).validationLoss()).hasValue(best);
            assertThat(result.evaluation().loss()).isEqualTo(best);
            assertThat(result.test().orElseThrow().part()).isEqualTo("test");
            assertThat(result.test().orElseThrow().loss()).isNotEqualTo(best);
        }
    }

    @Test
    void theRateFollowsThePlateau() {
        TrainingSpec spec = spec(4, 6).toBuilder()
                .optimizer(new Optimizer.Sgd(
                        new Schedule.ReduceOnPlateau(1e-20, 0.5, 2, 0, 0, Watch.trainingLoss()), 0, false))
                .build();
        TrainingResult result = train(spec, Series.of(ramp(LENGTH + 10)));
        // Weights stay, so losses differ by rounding only: from the second epoch on some are not better.
        assertThat(result.history().last().rate()).isLessThan(1e-20);
        assertThat(result.history().epochs().get(0).rate()).isEqualTo(1e-20);
    }

    @Test
    void whatRunsAwayIsStoppedAndTakenBack() {
        TrainingSpec spec =
                spec(4, 3).toBuilder().optimizer(Optimizer.sgd(1e38)).build();
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            program.parameters().initialize(1);
            float[] before = program.parameters().named("rnn.h.h").values();
            Examples examples = Examples.windows(
                    program.signature(), spec.window().orElseThrow(), List.of(Series.of(ramp(LENGTH + 10))));
            TrainingState state = new TrainingState();
            assertThatThrownBy(() -> new Trainer(program, spec, Scalers.fit(examples), state, List.of())
                            .train(examples, examples.slice(0, 0)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("at epoch 1, step 2: the weights have run away")
                    .hasMessageContaining("(layer rnn, gate h)")
                    .hasMessageContaining("The model is back at its state after 0 epochs and 0 steps");
            assertThat(program.parameters().named("rnn.h.h").values()).containsExactly(before);
            assertThat(state.steps()).isZero();
            assertThat(program.parameters().state(0).getDouble(0, 0)).isZero();
        }
    }

    private static TrainingSpec spec(int batch, int epochs) {
        return TrainingSpec.loss(Loss.mse())
                .window("wave", LENGTH, 1, 1)
                .metrics(Metric.MAE)
                .batch(batch)
                .epochs(epochs)
                .build();
    }

    private static TrainingResult train(TrainingSpec spec, Series series, TrainingListener... listeners) {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(LENGTH))) {
            program.parameters().initialize(1);
            Examples examples =
                    Examples.windows(program.signature(), spec.window().orElseThrow(), List.of(series));
            Scalers scalers = Scalers.fit(examples);
            return new Trainer(program, spec, scalers, new TrainingState(), List.of(listeners))
                    .train(examples, examples.slice(0, 0));
        }
    }

    private static float[] ramp(int count) {
        float[] ramp = new float[count];
        for (int i = 0; i < count; i++) {
            ramp[i] = 5 + i % 17;
        }
        return ramp;
    }
}
