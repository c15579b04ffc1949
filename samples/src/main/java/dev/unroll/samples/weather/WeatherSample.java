package dev.unroll.samples.weather;

import dev.unroll.runtime.data.CsvTable;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.ForecastErrors;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** The highest temperatures of the next seven days in Seattle, from four weeks of weather and the season. */
public final class WeatherSample {
    private WeatherSample() {}

    /** Trains, and prints the mean error of each day ahead beside that of three simple forecasts. */
    public static ForecastErrors run(Settings settings) throws IOException {
        Path table = settings.data("seattle-weather.csv");
        Series days = Series.csv(table, "temp_max", "temp_min", "precipitation", "wind");
        List<LocalDate> dates = CsvTable.read(table).texts("date").stream()
                .map(LocalDate::parse)
                .toList();
        Weeks weeks = Weeks.of(days, dates);

        try (Weather model = Weather.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            int first = weeks.from(LocalDate.of(2015, 1, 1));
            Weeks known = weeks.before(first);
            TrainingResult result = model.train(
                    known.days(),
                    known.seasons(),
                    known.highs(),
                    settings.applyTo(Weather.TRAINING),
                    ProgressBar.create());

            Weeks test = weeks.after(first);
            float[][] forecasts = model.predictAll(test.days(), test.seasons());
            SeasonalMean usual = SeasonalMean.of(known);
            ForecastErrors errors = new ForecastErrors(test.highs());
            errors.add("model", (k, h) -> forecasts[k][h]);
            errors.add("that of the last day", (k, h) -> test.high(k, -1));
            errors.add("that of a year before", (k, h) -> weeks.high(first + k, h - 365));
            errors.add("usual at this season", (k, h) -> usual.on(test.day(k, h)));
            System.out.printf(
                    "%nDays of 2015 (%d weeks, one beginning each day): mean absolute error in °C by days ahead%n%s%n",
                    test.count(), errors);

            Path file = settings.output("weather.unroll");
            model.save(file);
            Path report = settings.output("weather.html");
            Report.of(model, result).write(report);
            System.out.printf("Model file: %s%nReport: %s%n", file, report);
            return errors;
        }
    }
}
