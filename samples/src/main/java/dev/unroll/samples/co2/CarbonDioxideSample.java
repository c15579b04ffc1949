package dev.unroll.samples.co2;

import dev.unroll.runtime.data.Missing;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.ForecastErrors;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Carbon dioxide of the next thirteen weeks at Mauna Loa. 59 of the weeks were not measured: a straight line goes over the gaps. */
public final class CarbonDioxideSample {
    private static final int YEAR = 52;

    private CarbonDioxideSample() {}

    /** Trains, and prints the mean error of each week ahead beside that of two simple forecasts. */
    public static ForecastErrors run(Settings settings) throws IOException {
        Series weeks = Series.csv(settings.data("co2.csv"), Missing.INTERPOLATE, "co2");
        float[] ppm = weeks.values();
        int count = ppm.length - CarbonDioxide.LOOK_BACK - CarbonDioxide.AHEAD + 1;
        float[][] known = new float[count][];
        float[][] next = new float[count][];
        for (int k = 0; k < count; k++) {
            int now = k + CarbonDioxide.LOOK_BACK - 1;
            known[k] = aboveNow(ppm, k, now + 1, now);
            next[k] = aboveNow(ppm, now + 1, now + 1 + CarbonDioxide.AHEAD, now);
        }
        // The last fifth is for the test; no week that it foretells is foretold in training.
        int first = count - count / 5;
        int trained = first - CarbonDioxide.AHEAD + 1;

        try (CarbonDioxide model = CarbonDioxide.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(
                    Arrays.copyOf(known, trained),
                    Arrays.copyOf(next, trained),
                    settings.applyTo(CarbonDioxide.TRAINING),
                    ProgressBar.create());

            float[][] test = Arrays.copyOfRange(known, first, count);
            float[][] forecasts = model.predictAll(test);
            ForecastErrors errors = new ForecastErrors(Arrays.copyOfRange(next, first, count));
            errors.add("model", (k, h) -> forecasts[k][h]);
            errors.add("that of the last week", (k, h) -> 0);
            // The season comes from last year; the level of now has the rise since then in it.
            errors.add(
                    "as from now a year ago",
                    (k, h) ->
                            test[k][CarbonDioxide.LOOK_BACK + h - YEAR] - test[k][CarbonDioxide.LOOK_BACK - 1 - YEAR]);
            System.out.printf(
                    "%nThe last fifth, 1993 to 2001: mean absolute error in ppm by weeks ahead%n%s%n", errors);

            Path file = settings.output("co2.unroll");
            model.save(file);
            Path report = settings.output("co2.html");
            Report.of(model, result).write(report);
            System.out.printf("Model file: %s%nReport: %s%n", file, report);
            return errors;
        }
    }

    /** The weeks {@code from} to {@code to}, in ppm above week {@code now}. */
    private static float[] aboveNow(float[] ppm, int from, int to, int now) {
        float[] above = Arrays.copyOfRange(ppm, from, to);
        for (int i = 0; i < above.length; i++) {
            above[i] -= ppm[now];
        }
        return above;
    }
}
