package dev.unroll.runtime.train;

import dev.unroll.runtime.WaveModel;
import dev.unroll.runtime.data.Series;
import java.nio.file.Path;

/** The process that {@link KillTest} kills: trains, writing all it knows, until it is done. */
public final class KilledTraining {
    static final String MODEL = "model.unroll";
    static final long SEED = 7;

    private KilledTraining() {}

    /** Trains in the folder given, going on where an earlier process was killed. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (WaveModel model = WaveModel.create(SEED)) {
            System.out.println(model.resume(folder) ? "resumed" : "began");
            System.out.flush();
            train(model, Checkpoints.every(folder, Duration.steps(1), 3), new TrainingListener() {
                @Override
                public void epoch(Epoch epoch) {
                    model.save(folder.resolve(MODEL));
                }
            });
            model.save(folder.resolve(MODEL));
        }
    }

    static TrainingResult train(WaveModel model, TrainingListener... listeners) {
        float[] wave = new float[90];
        for (int t = 0; t < wave.length; t++) {
            wave[t] = 3 + (float) Math.sin(t / 3.0) + t % 5;
        }
        TrainingSpec spec = WaveModel.TRAINING.toBuilder()
                .stopWhen(StopWhen.noImprovement(100))
                .batch(8)
                .epochs(50)
                .build();
        return model.train(Series.of(wave), spec, listeners);
    }
}
