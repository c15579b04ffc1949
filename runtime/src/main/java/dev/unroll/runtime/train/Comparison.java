package dev.unroll.runtime.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model's errors beside those of baselines on the same truth, in the data's units.
 *
 * @param rows the model first
 */
public record Comparison(String part, int examples, List<Row> rows) {
    public Comparison {
        rows = List.copyOf(rows);
    }

    /** One forecaster's errors. */
    public record Row(String name, double mae, double rmse, double mape) {}

    static Comparison of(Evaluation evaluation, List<Baseline> baselines) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "model", evaluation.error(Metric.MAE), evaluation.error(Metric.RMSE), evaluation.error(Metric.MAPE)));
        for (Baseline baseline : baselines) {
            rows.add(new Row(
                    baseline.name(),
                    evaluation.error(Metric.MAE, baseline),
                    evaluation.error(Metric.RMSE, baseline),
                    evaluation.error(Metric.MAPE, baseline)));
        }
        return new Comparison(
                evaluation.part(), evaluation.forecasts().get(0).truth().examples(), rows);
    }

    /** The model's errors. */
    public Row model() {
        return rows.get(0);
    }

    /** Whether the model's mean absolute error is below every baseline's. */
    public boolean modelIsBest() {
        return rows.stream().skip(1).allMatch(row -> model().mae() < row.mae());
    }

    /** By how much the model's mean absolute error is below a row's, in per cent of the row's; negative when it is above. */
    public double gain(Row row) {
        return 100 * (row.mae() - model().mae()) / row.mae();
    }

    /** A table, one line per forecaster. */
    @Override
    public String toString() {
        int width = Math.max(
                part.length(),
                rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-" + width + "s %14s %14s %9s%n", part, "MAE", "RMSE", "MAPE"));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s %14s %14s %8.2f%%",
                    row.name(),
                    Figures.of(row.mae()),
                    Figures.of(row.rmse()),
                    row.mape()));
            if (i > 0) {
                double gain = gain(row);
                text.append(String.format(
                        Locale.ROOT, "   model is %.1f%% %s", Math.abs(gain), gain >= 0 ? "better" : "worse"));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
