package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.samples.births.Births;
import dev.unroll.samples.sine.SineStack;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file holds all that predictions need. */
class SavedModelTest {
    @TempDir
    private Path folder;

    @Test
    void predictsTheSameBitsFromDataInItsOwnUnits() {
        Series births = Series.csv(Path.of("data", "births.csv"), "births");
        float[][] examples = new float[50][];
        for (int k = 0; k < examples.length; k++) {
            examples[k] = births.slice(k * 17, k * 17 + Births.LOOK_BACK).values();
        }
        Path file = folder.resolve("births.unroll");
        try (CpuDevice device = CpuDevice.create(2);
                Births trained = Births.create(42, device)) {
            trained.train(births.last(800), Births.TRAINING.withEpochs(2));
            float[] expected = trained.predictAll(examples);
            trained.save(file);
            try (Births loaded = Births.load(file, device);
                    Births fresh = Births.create(42, device)) {
                assertThat(loaded.predictAll(examples)).isEqualTo(expected);
                assertThat(loaded.predict(examples[3])).isEqualTo(trained.predict(examples[3]));
                assertThat(loaded.scalers()).isEqualTo(trained.scalers()).isPresent();
                assertThat(loaded.state().steps()).isEqualTo(trained.state().steps());
                // thousands of births, not the model's own range: the scaler is in the file
                assertThat(expected[0]).isBetween(5_000f, 20_000f);
                assertThat(fresh.predict(examples[0])).isNotEqualTo(expected[0]);
            }
        }
    }

    @Test
    void goesOnTrainingAsIfNothingHadHappened() {
        Series wave = Series.csv(Path.of("data", "noisy-sine.csv"), "value");
        Path file = folder.resolve("wave.unroll");
        try (CpuDevice device = CpuDevice.create(1);
                SineStack through = SineStack.create(7, device);
                SineStack first = SineStack.create(7, device)) {
            through.train(wave, SineStack.TRAINING.withEpochs(3));
            first.train(wave, SineStack.TRAINING.withEpochs(2));
            first.save(file);
            try (SineStack second = SineStack.load(file, device)) {
                second.train(wave, SineStack.TRAINING.withEpochs(1));
                assertThat(Weights.of(second)).isEqualTo(Weights.of(through));
            }
        }
    }
}
