package dev.unroll.samples.sine;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** SimpleRNN, LSTM and GRU on the chapter's noisy sine; the noise has a standard deviation of 0.1, so no model gets below 0.08. */
public final class SineSample {
    private static final Baseline LAST = Baseline.lastValue();

    private SineSample() {}

    /** Trains all five models and prints one comparison each. */
    public static Map<String, Comparison> run(Settings settings) throws IOException {
        Series wave = Series.csv(settings.data("noisy-sine.csv"), "value");
        long seed = settings.seedOr(42);
        Map<String, Comparison> comparisons = new LinkedHashMap<>();
        try (SineRnn rnn = SineRnn.create(seed);
                SineStack stack = SineStack.create(seed);
                SineLstm lstm = SineLstm.create(seed);
                SineGru gru = SineGru.create(seed);
                SineGruBefore before = SineGruBefore.create(seed)) {
            comparisons.put("SimpleRNN", train(rnn, SineRnn.TRAINING, (t, p) -> rnn.train(wave, t, p), settings));
            comparisons.put(
                    "two SimpleRNN", train(stack, SineStack.TRAINING, (t, p) -> stack.train(wave, t, p), settings));
            comparisons.put("LSTM", train(lstm, SineLstm.TRAINING, (t, p) -> lstm.train(wave, t, p), settings));
            comparisons.put("GRU", train(gru, SineGru.TRAINING, (t, p) -> gru.train(wave, t, p), settings));
            comparisons.put(
                    "GRU, reset before",
                    train(before, SineGruBefore.TRAINING, (t, p) -> before.train(wave, t, p), settings));

            System.out.println("Mean absolute error on the held-out end (" + LAST.name() + ": "
                    + String.format(
                            "%.4f", comparisons.get("LSTM").rows().get(1).mae()) + ")");
            comparisons.forEach((name, c) ->
                    System.out.printf("  %-18s %.4f%n", name, c.model().mae()));
            System.out.printf(
                    "Forecast of the next point: %.3f%n",
                    lstm.predict(wave.last(SineLstm.LOOK_BACK).values()));
            Path file = settings.output("sine-lstm.unroll");
            lstm.save(file);
            System.out.printf("Model file: %s%n", file);
        }
        return comparisons;
    }

    private interface Training {
        TrainingResult run(TrainingSpec spec, ProgressBar progress);
    }

    private static Comparison train(RecurrentModel model, TrainingSpec spec, Training training, Settings settings)
            throws IOException {
        TrainingResult result = training.run(settings.applyTo(spec), ProgressBar.create());
        Path report = settings.output(model.signature().model() + ".html");
        Report.of(model, result).baseline(LAST).write(report);
        System.out.printf("Report: %s%n%n", report);
        return result.evaluation().compare(LAST);
    }
}
