package dev.unroll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.io.ModelFileException;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Loss;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.TrainingException;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RecurrentModelTest {
    @TempDir
    Path folder;

    @Test
    void learnsAWaveAndForecastsItInItsOwnUnits() {
        try (WaveModel model = WaveModel.create(3)) {
            TrainingResult result = model.train(wave(400));
            Comparison comparison = result.evaluation().compare(Baseline.lastValue());
            assertThat(comparison.examples()).isEqualTo(78);
            assertThat(comparison.modelIsBest()).as(comparison.toString()).isTrue();
            assertThat(comparison.model().mae())
                    .isLessThan(0.5 * comparison.rows().get(1).mae());
            Epoch last = result.history().last();
            assertThat(last.loss())
                    .isLessThan(0.1 * result.history().epochs().get(0).loss());
            assertThat(last.validationMetrics().get(Metric.MAE))
                    .isCloseTo(comparison.model().mae(), within(1e-4));
            float[] series = wave(401);
            float next = model.predict(Arrays.copyOfRange(series, 400 - WaveModel.LENGTH, 400));
            assertThat(next).isCloseTo(series[400], within(15f));
            assertThat(model.history()).contains(result.history());
        }
    }

    @Test
    void givesTheSameBitsEveryTime() {
        assertThat(trained(3, 4)).isEqualTo(trained(3, 4));
        assertThat(trained(3, 4)).isNotEqualTo(trained(4, 4));
    }

    private static float[] trained(long seed, int epochs) {
        try (WaveModel model = WaveModel.create(seed)) {
            model.train(Series.of(wave(200)), WaveModel.TRAINING.withEpochs(epochs));
            return weights(model);
        }
    }

    @Test
    void goesOnAfterLoadingAsIfItHadNeverStopped() {
        Path file = folder.resolve("wave.unroll");
        Series series = Series.of(wave(200));
        try (WaveModel first = WaveModel.create(5)) {
            first.train(series, WaveModel.TRAINING.withEpochs(3));
            first.save(file);
        }
        try (WaveModel resumed = WaveModel.load(file);
                WaveModel straight = WaveModel.create(5)) {
            TrainingResult result = resumed.train(series, WaveModel.TRAINING.withEpochs(3));
            straight.train(series, WaveModel.TRAINING.withEpochs(6));
            assertThat(result.history().last().number()).isEqualTo(6);
            assertThat(weights(resumed)).isEqualTo(weights(straight));
        }
    }

    @Test
    void predictsTheSameAfterLoading() {
        Path file = folder.resolve("wave.unroll");
        float[] window = Arrays.copyOf(wave(50), WaveModel.LENGTH);
        float before;
        try (WaveModel model = WaveModel.create(5)) {
            model.train(Series.of(wave(200)), WaveModel.TRAINING.withEpochs(2));
            before = model.predict(window);
            model.save(file);
        }
        try (WaveModel loaded = WaveModel.load(file)) {
            assertThat(loaded.predict(window)).isEqualTo(before);
            assertThat(loaded.scalers()).isPresent();
        }
    }

    @Test
    void refusesADamagedFile() throws IOException {
        Path file = Files.writeString(folder.resolve("x.unroll"), "not a model");
        assertThatThrownBy(() -> WaveModel.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void predictsManyAsItPredictsOne() {
        try (WaveModel model = WaveModel.create(5)) {
            float[] series = wave(400);
            float[][] windows = new float[300][];
            Arrays.setAll(windows, k -> Arrays.copyOfRange(series, k, k + WaveModel.LENGTH));
            float[] all = model.predictAll(windows);
            INDArray array = model.predict(Nd4j.createFromArray(windows).reshape(300, WaveModel.LENGTH, 1));
            assertThat(array.shape()).containsExactly(300, 1);
            for (int k = 0; k < windows.length; k += 37) {
                assertThat(all[k]).isCloseTo(model.predict(windows[k]), within(1e-5f));
                assertThat(array.getFloat(k, 0)).isEqualTo(all[k]);
            }
        }
    }

    @Test
    void raggedBatchesGiveWhatSingleSequencesGive() {
        try (Device device = Nd4jDevice.create(DataType.FLOAT);
                WaveModel last = WaveModel.create(
                        1, device, ElmanProgram.signature(Axis.free("time"), false, 1, Scaling.none()));
                WaveModel steps = WaveModel.create(
                        1, device, ElmanProgram.signature(Axis.free("time"), true, 1, Scaling.none()))) {
            float[][] ragged = {{0.1f, 0.2f}, {0.3f, -0.4f, 0.5f, 0.6f}, {-0.7f}, {0.8f, 0.9f, -1f}};
            float[] all = last.predictAll(ragged);
            float[][] everyStep = steps.predictAllSteps(ragged);
            for (int k = 0; k < ragged.length; k++) {
                assertThat(all[k]).isCloseTo(last.predict(ragged[k]), within(1e-6f));
                assertThat(everyStep[k]).hasSize(ragged[k].length);
                // The last step of the one model is what the other says.
                assertThat(everyStep[k][ragged[k].length - 1]).isCloseTo(all[k], within(1e-6f));
            }
        }
    }

    @Test
    void learnsFromRaggedExamplesPerStep() {
        try (Device device = CpuDevice.create();
                WaveModel model = WaveModel.create(
                        1, device, ElmanProgram.signature(Axis.bounded("time", 9), true, 1, Scaling.standard()))) {
            float[][] x = new float[90][];
            float[][] y = new float[90][];
            for (int k = 0; k < x.length; k++) {
                x[k] = new float[1 + k % 9];
                y[k] = new float[x[k].length];
                for (int t = 0; t < x[k].length; t++) {
                    x[k][t] = 50 + 20 * (float) Math.sin(k * 1.7 + t);
                    y[k][t] = t == 0 ? 50 : x[k][t - 1];
                }
            }
            TrainingSpec spec = TrainingSpec.loss(Loss.mse())
                    .optimizer(Optimizer.adam(0.02))
                    .metrics(Metric.MAE)
                    .batch(8)
                    .epochs(40)
                    .build();
            TrainingResult result = model.trainPerStep(x, y, spec);
            assertThat(result.evaluation().part()).isEqualTo("training");
            assertThat(result.evaluation().error(Metric.MAE)).isLessThan(3);
            assertThat(result.history().last().validationLoss()).isEmpty();
        }
    }

    @Test
    void examplesGivenOneByOneNeedNoWindow() {
        try (WaveModel model = WaveModel.create(1)) {
            float[] series = wave(120);
            float[][] x = new float[100][];
            float[] y = new float[100];
            for (int k = 0; k < x.length; k++) {
                x[k] = Arrays.copyOfRange(series, k, k + WaveModel.LENGTH);
                y[k] = series[k + WaveModel.LENGTH];
            }
            TrainingSpec spec = WaveModel.TRAINING.withEpochs(2);
            TrainingResult result = model.train(x, y, spec);
            assertThat(result.evaluation().forecasts().get(0).truth().numbers())
                    .isEqualTo(Arrays.copyOfRange(y, 80, 100));
            assertThatThrownBy(() -> result.evaluation().compare(Baseline.lastValue()))
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void stopsWhenTheLossIsNoNumber() {
        try (WaveModel model = WaveModel.create(1)) {
            TrainingSpec wild = WaveModel.TRAINING.toBuilder()
                    .optimizer(Optimizer.sgd(1e30))
                    .build();
            TrainingSpec unclipped = TrainingSpec.loss(wild.loss(0))
                    .window("wave", WaveModel.LENGTH, 1, 1)
                    .optimizer(wild.optimizer())
                    .build();
            assertThatThrownBy(() -> model.train(Series.of(wave(200)), unclipped))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("at epoch 1, step ")
                    .hasMessageContaining("Lower the optimizer's rate");
        }
    }

    @Test
    void everyOptimizerLearns() {
        for (Optimizer rule : new Optimizer[] {
            Optimizer.sgd(0.05),
            new Optimizer.Sgd(0.02, 0.9, false),
            new Optimizer.Sgd(0.02, 0.9, true),
            Optimizer.adam(0.01)
        }) {
            try (WaveModel model = WaveModel.create(1)) {
                TrainingSpec spec =
                        WaveModel.TRAINING.toBuilder().optimizer(rule).epochs(5).build();
                TrainingResult result = model.train(Series.of(wave(300)), spec);
                assertThat(result.history().last().loss())
                        .as(rule.toString())
                        .isLessThan(0.7 * result.history().epochs().get(0).loss());
            }
        }
    }

    @Test
    void bothDevicesAgree() {
        try (Device cpu = CpuDevice.create(1);
                Device nd4j = Nd4jDevice.create(DataType.FLOAT);
                WaveModel one = WaveModel.create(2, cpu, ElmanProgram.forecast(WaveModel.LENGTH));
                WaveModel other = WaveModel.create(2, nd4j, ElmanProgram.forecast(WaveModel.LENGTH))) {
            double a = one.train(Series.of(wave(80)), WaveModel.TRAINING.withEpochs(1))
                    .history()
                    .last()
                    .loss();
            double b = other.train(Series.of(wave(80)), WaveModel.TRAINING.withEpochs(1))
                    .history()
                    .last()
                    .loss();
            assertThat(a).isCloseTo(b, within(1e-5 * a));
        }
    }

    @Test
    void reportIsWholeAndAsksNobody() throws IOException {
        try (WaveModel model = WaveModel.create(3)) {
            TrainingResult result = model.train(Series.of(wave(200)), WaveModel.TRAINING.withEpochs(3));
            Path file = Report.of(model, result)
                    .title("<script>alert(1)</script>")
                    .baseline(Baseline.lastValue(), Baseline.seasonal(7).named("a week ago & more"))
                    .write(folder.resolve("new").resolve("report.html"));
            String html = Files.readString(file);
            assertThat(html)
                    .doesNotContain("<script")
                    .contains("&lt;script&gt;")
                    .contains("a week ago &amp; more")
                    .contains("better");
            assertThat(html)
                    .contains("The next number &lt;of&gt; a wave &amp; more.")
                    .contains("prefers-color-scheme: dark");
            assertThat(html).doesNotContainPattern("(src|href)=|url\\(|@import|https?:");
            assertThat(html).contains("rnn.h.x").contains("clip").contains("norm(1.0)");
            assertThat(html.split("<svg ", -1))
                    .as("forecast, loss, two metrics, gradients")
                    .hasSize(1 + 5);
        }
    }

    @Test
    void summaryAndCountNameEveryWeight() {
        try (WaveModel model = WaveModel.create(3)) {
            assertThat(model.parameterCount()).isEqualTo(8 + 64 + 8 + 8 + 1);
            assertThat(model.summary())
                    .contains("wave : float[time = 12, 1] scaled minmax(0.0, 1.0)")
                    .contains("rnn.h.h  ")
                    .contains("89");
            assertThat(model).hasToString("Wave, 89 parameters");
        }
    }

    @Test
    void aClosedModelSaysSo() {
        WaveModel model = WaveModel.create(3);
        model.close();
        model.close();
        assertThatThrownBy(() -> model.predict(new float[WaveModel.LENGTH])).hasMessage("this Wave is closed");
        assertThatThrownBy(() -> model.save(folder.resolve("x"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhatIsWrongWithTheData() {
        try (WaveModel model = WaveModel.create(3)) {
            assertThatThrownBy(() -> model.predict(new float[5]))
                    .isInstanceOf(DataException.class)
                    .hasMessage("input wave, example 0 has 5 steps, but the model is declared [time = 12]");
            assertThatThrownBy(() -> model.train(new float[12])).hasMessageContaining("the series has 12 rows");
            assertThat(model.predictAll(new float[0][])).isEmpty();
        }
    }

    private static float[] weights(WaveModel model) {
        float[] all = new float[(int) model.parameterCount()];
        int at = 0;
        for (var view : model.parameters()) {
            float[] values = view.values();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** A wave of 1,000 ± 100 with a period of about 20. */
    static float[] wave(int count) {
        float[] wave = new float[count];
        for (int i = 0; i < count; i++) {
            wave[i] = 1000 + 100 * (float) Math.sin(i * 0.31);
        }
        return wave;
    }
}
