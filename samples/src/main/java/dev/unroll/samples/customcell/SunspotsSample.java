package dev.unroll.samples.customcell;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** Next year's sunspots by two cells written from their equations; nobody wrote a gradient. */
public final class SunspotsSample {
    private static final Baseline LAST_YEAR = Baseline.lastValue().named("last year");
    private static final Baseline LAST_CYCLE = Baseline.seasonal(11).named("eleven years ago");

    private SunspotsSample() {}

    /** Trains, prints the comparison and a forecast, and writes the model file and the report. */
    public static Comparison run(Settings settings) throws IOException {
        Series sunspots = Series.csv(settings.data("sunspots.csv"), "sunspots");
        try (Sunspots model = Sunspots.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(sunspots, settings.applyTo(Sunspots.TRAINING), ProgressBar.create());

            Comparison comparison = result.evaluation().compare(LAST_YEAR, LAST_CYCLE);
            System.out.println();
            System.out.print(comparison);
            float next = model.predict(sunspots.last(Sunspots.LOOK_BACK).values());
            System.out.printf("%nForecast for 2009: %.1f sunspots%n", next);

            Path file = settings.output("sunspots.unroll");
            model.save(file);
            Path report = settings.output("sunspots.html");
            Report.of(model, result).baseline(LAST_YEAR).baseline(LAST_CYCLE).write(report);
            System.out.printf("Model file: %s%nReport: %s%n", file, report);
            return comparison;
        }
    }
}
