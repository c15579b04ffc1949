package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.train.Checkpoints;
import dev.unroll.runtime.train.Duration;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.TrainingException;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that was cut off after any step goes on from its checkpoint as if nothing had happened: the same losses, the same history,
 * the same bytes of weights, moments and counts. Dropout is on in all models.
 */
class ResumeTest {
    @TempDir
    private Path folder;

    /** Losses by step, in order. */
    private static final class Log implements TrainingListener {
        private final List<Double> losses = new ArrayList<>();

        @Override
        public void step(int epoch, int step, double loss) {
            losses.add(loss);
        }
    }

    private record Outcome(List<Double> losses, List<Epoch> epochs, double loss, double test, ByteBuffer file) {}

    @Test
    void everyStepOfThreeModelsIsAGoodPlaceToStop() throws ReflectiveOperationException, IOException {
        int cuts = 0;
        int withinEpochs = 0;
        for (TrainedModel one : TrainedModel.values()) {
            Class<?> type = one.type();
            Path checkpoints = folder.resolve(one.name());
            Outcome whole = run(one, type, 1, List.of(Checkpoints.every(checkpoints, Duration.steps(1), 1000)));
            List<Path> files = Checkpoints.in(checkpoints);
            for (Path file : files) {
                Outcome resumed;
                try (RecurrentModel model = TrainedModel.create(type, 99)) {
                    assertThat(model.resume(file)).isTrue();
                    int done = (int) model.state().steps();
                    resumed = finish(one, model);
                    assertThat(resumed.losses())
                            .as("%s, losses after step %d", one, done)
                            .isEqualTo(
                                    whole.losses().subList(done, whole.losses().size()));
                }
                String what = one + " from " + file.getFileName();
                assertThat(resumed.epochs()).as(what).isEqualTo(whole.epochs());
                assertThat(resumed.loss()).as(what).isEqualTo(whole.loss());
                assertThat(resumed.test()).as(what).isEqualTo(whole.test());
                assertThat(resumed.file()).as(what).isEqualTo(whole.file());
                cuts++;
            }
            withinEpochs += whole.losses().size() - whole.epochs().size();
        }
        System.out.printf("%d checkpoints, %d of them within an epoch%n", cuts, withinEpochs);
        assertThat(withinEpochs).isGreaterThanOrEqualTo(50);
    }

    @Test
    void withoutACheckpointTheTrainingBegins() throws ReflectiveOperationException {
        Class<?> type = TrainedModel.WAVE.type();
        Outcome whole = run(TrainedModel.WAVE, type, 1, List.of());
        Path empty = folder.resolve("none");
        try (RecurrentModel model = TrainedModel.create(type, 1)) {
            assertThat(model.resume(empty)).isFalse();
            assertThat(finish(TrainedModel.WAVE, model).file()).isEqualTo(whole.file());
        }
    }

    @Test
    void theLatestCheckpointsAreKeptAndTheBestModel() throws ReflectiveOperationException, IOException {
        Class<?> type = TrainedModel.WAVE.type();
        run(TrainedModel.WAVE, type, 1, List.of(Checkpoints.every(folder, Duration.steps(2), 3)));
        assertThat(Checkpoints.in(folder)).hasSize(3);
        try (RecurrentModel best = TrainedModel.create(type, 1)) {
            assertThat(best.resume(folder.resolve(Checkpoints.BEST))).isTrue();
            assertThat(best.state().unfinished()).isEmpty();
        }
    }

    @Test
    void anInterruptedTrainingWantsItsOwnSpecification() throws ReflectiveOperationException {
        Class<?> type = TrainedModel.WAVE.type();
        run(TrainedModel.WAVE, type, 1, List.of(Checkpoints.every(folder, Duration.steps(2), 100)));
        Path early = Checkpoints.in(folder).get(Checkpoints.in(folder).size() - 1);
        try (RecurrentModel model = TrainedModel.create(type, 1)) {
            model.resume(early);
            var other = model.training().orElseThrow().withSeed(8);
            assertThatThrownBy(() -> TrainedModel.WAVE.train(model, other))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("the interrupted training had another specification");
            model.state().abandon();
            assertThat(TrainedModel.WAVE.train(model, other).history().epochs()).isNotEmpty();
        }
    }

    private Outcome run(TrainedModel one, Class<?> type, long seed, List<TrainingListener> listeners)
            throws ReflectiveOperationException {
        try (RecurrentModel model = TrainedModel.create(type, seed)) {
            return finish(one, model, listeners.toArray(TrainingListener[]::new));
        }
    }

    private Outcome finish(TrainedModel one, RecurrentModel model, TrainingListener... more)
            throws ReflectiveOperationException {
        Log log = new Log();
        List<TrainingListener> listeners = new ArrayList<>(List.of(more));
        listeners.add(log);
        TrainingResult result = one.train(model, listeners.toArray(TrainingListener[]::new));
        try {
            Path file = Files.createTempFile(folder, "model", ".unroll");
            model.save(file);
            return new Outcome(
                    log.losses,
                    result.history().epochs().stream().map(ResumeTest::untimed).toList(),
                    result.evaluation().loss(),
                    result.test().map(test -> test.loss()).orElse(0.0),
                    ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Epoch untimed(Epoch epoch) {
        return new Epoch(
                epoch.number(),
                epoch.steps(),
                epoch.loss(),
                epoch.metrics(),
                epoch.validationLoss(),
                epoch.validationMetrics(),
                0,
                epoch.rate(),
                epoch.gradients());
    }
}
