package dev.unroll.samples.births;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** Forecasts tomorrow's births from four weeks, and compares with yesterday and with the same weekday last week. */
public final class BirthsSample {
    private static final Baseline YESTERDAY = Baseline.lastValue().named("yesterday");
    private static final Baseline LAST_WEEK = Baseline.seasonal(7).named("same weekday last week");

    private BirthsSample() {}

    /** Trains, prints the comparison and a forecast, and writes the model file and the report. */
    public static Comparison run(Settings settings) throws IOException {
        Series births = Series.csv(settings.data("births.csv"), "births");
        try (Births model = Births.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(births, settings.applyTo(Births.TRAINING), ProgressBar.create());

            Comparison comparison = result.evaluation().compare(YESTERDAY, LAST_WEEK);
            System.out.println();
            System.out.print(comparison);
            float tomorrow = model.predict(births.last(Births.LOOK_BACK).values());
            System.out.printf("%nForecast for the day after the data (2015-01-01): %,.0f births%n", tomorrow);

            Path file = settings.output("births.unroll");
            model.save(file);
            Path report = settings.output("births.html");
            Report.of(model, result).baseline(YESTERDAY).baseline(LAST_WEEK).write(report);
            System.out.printf("Model file: %s%nReport: %s%n", file, report);
            return comparison;
        }
    }
}
