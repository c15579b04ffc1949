package dev.unroll.runtime;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.train.Clip;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.Loss;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model class as it is generated, around a program written by hand. */
public final class WaveModel extends RecurrentModel {
    static {
        UnrollRuntime.requireApi(1);
    }

    public static final int LENGTH = 12;

    public static final TrainingSpec TRAINING = TrainingSpec.loss(Loss.mse())
            .window("wave", LENGTH, 1, 1)
            .chronological(0.8, 0.2)
            .metrics(Metric.MAE, Metric.RMSE)
            .optimizer(Optimizer.adam(0.01))
            .clip(Clip.norm(1.0))
            .batch(32)
            .epochs(20)
            .build();

    private WaveModel(Device device, boolean ownsDevice, ModelSignature signature) {
        super(new ElmanProgram(device, signature), Optional.of(TRAINING), ownsDevice);
    }

    public static WaveModel create(long seed) {
        return create(seed, CpuDevice.create(), ElmanProgram.forecast(LENGTH), true);
    }

    public static WaveModel create(long seed, Device device, ModelSignature signature) {
        return create(seed, device, signature, false);
    }

    private static WaveModel create(long seed, Device device, ModelSignature signature, boolean ownsDevice) {
        WaveModel model = new WaveModel(device, ownsDevice, signature);
        model.initialize(seed);
        return model;
    }

    public static WaveModel load(Path file) {
        WaveModel model = new WaveModel(CpuDevice.create(), true, ElmanProgram.forecast(LENGTH));
        model.restore(file);
        return model;
    }

    public TrainingResult train(float[] wave, TrainingListener... listeners) {
        return train(Series.of(wave), TRAINING, listeners);
    }

    public TrainingResult train(Series wave, TrainingSpec training, TrainingListener... listeners) {
        return trainOnSeries(List.of(wave), training, listeners);
    }

    public TrainingResult train(float[][] wave, float[] next, TrainingSpec training, TrainingListener... listeners) {
        return trainOnExamples(List.of(Values.sequences(wave)), List.of(Values.numbers(next)), training, listeners);
    }

    public TrainingResult trainPerStep(
            float[][] wave, float[][] next, TrainingSpec training, TrainingListener... listeners) {
        return trainOnExamples(List.of(Values.sequences(wave)), List.of(Values.sequences(next)), training, listeners);
    }

    public float predict(float[] wave) {
        return run(Values.sequence(wave)).get(0).number(0);
    }

    public float[] predictAll(float[][] wave) {
        return run(Values.sequences(wave)).get(0).numbers();
    }

    public float[][] predictAllSteps(float[][] wave) {
        return run(Values.sequences(wave)).get(0).rows();
    }

    public INDArray predict(INDArray wave) {
        return run(Values.sequences(wave, 1)).get(0).toArray();
    }
}
