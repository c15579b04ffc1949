package dev.unroll.runtime.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A model's figures beside those of baselines on the same truth; errors in the data's units.
 *
 * @param rows the model first; all have the model's metrics, the first of which decides what is better
 */
public record Comparison(String part, int examples, List<Row> rows) {
    private static final List<Metric> ERRORS = List.of(Metric.MAE, Metric.RMSE, Metric.MAPE);

    public Comparison {
        rows = List.copyOf(rows);
    }

    /** One forecaster's figures. */
    public record Row(String name, Map<Metric, Double> figures) {
        public Row {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }

        /** Mean absolute error. */
        public double mae() {
            return figure(Metric.MAE);
        }

        /** Square root of the mean squared error. */
        public double rmse() {
            return figure(Metric.RMSE);
        }

        /** Mean absolute percentage error, in per cent. */
        public double mape() {
            return figure(Metric.MAPE);
        }

        /**
         * A figure.
         *
         * @throws IllegalArgumentException when it was not compared
         */
        public double figure(Metric metric) {
            Double figure = figures.get(metric);
            if (figure == null) {
                throw new IllegalArgumentException(
                        metric + " was not compared for " + name + "; there is " + figures.keySet());
            }
            return figure;
        }
    }

    static Comparison of(Evaluation evaluation, List<Baseline> baselines) {
        List<Row> rows = new ArrayList<>();
        if (!evaluation.forecasts().isEmpty()) {
            rows.add(new Row("model", figures(ERRORS, evaluation::error)));
            for (Baseline baseline : baselines) {
                rows.add(new Row(baseline.name(), figures(ERRORS, metric -> evaluation.error(metric, baseline))));
            }
        } else if (!baselines.isEmpty()) {
            throw new IllegalArgumentException(
                    "baseline " + baselines.get(0).name() + " forecasts numbers; no output holds any");
        } else {
            List<Metric> metrics = evaluation.outputs().stream()
                    .flatMap(output -> metrics(output).stream())
                    .distinct()
                    .toList();
            rows.add(new Row("model", figures(metrics, evaluation::value)));
            rows.add(new Row("majority class", figures(metrics, metric -> majority(evaluation, metric))));
        }
        return new Comparison(evaluation.part(), evaluation.examples(), rows);
    }

    private static Map<Metric, Double> figures(List<Metric> metrics, ToDoubleFunction<Metric> figure) {
        Map<Metric, Double> figures = new LinkedHashMap<>();
        metrics.forEach(metric -> figures.put(metric, figure.applyAsDouble(metric)));
        return figures;
    }

    private static List<Metric> metrics(OutputEvaluation output) {
        List<Metric> metrics = new ArrayList<>();
        if (output instanceof Classification classes) {
            metrics.addAll(classes.metrics().keySet());
        } else if (output instanceof Detection detection) {
            metrics.addAll(detection.metrics().keySet());
        }
        // What everyone understands decides.
        if (metrics.remove(Metric.ACCURACY)) {
            metrics.add(0, Metric.ACCURACY);
        }
        return metrics;
    }

    private static double majority(Evaluation evaluation, Metric metric) {
        return evaluation.outputs().stream()
                .map(output -> output instanceof Classification classes
                        ? classes.majority()
                        : output instanceof Detection detection ? detection.majority() : Map.<Metric, Double>of())
                .filter(figures -> figures.containsKey(metric))
                .mapToDouble(figures -> figures.get(metric))
                .average()
                .orElseThrow();
    }

    /**
     * The same with one more row, such as another model's.
     *
     * @param figures at least the model's metrics
     * @throws IllegalArgumentException when one is missing
     */
    public Comparison with(String name, Map<Metric, Double> figures) {
        Row all = new Row(name, figures);
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(name, figures(metrics(), all::figure)));
        return new Comparison(part, examples, more);
    }

    /** What is compared, the deciding metric first. */
    public List<Metric> metrics() {
        return List.copyOf(model().figures().keySet());
    }

    /** The model's figures. */
    public Row model() {
        return rows.get(0);
    }

    /** Whether the model's first metric, mean absolute error or accuracy, is better than every baseline's. */
    public boolean modelIsBest() {
        return rows.stream().skip(1).allMatch(row -> gain(row) > 0);
    }

    /**
     * By how much the model's first metric is better than a row's; negative when it is worse. Of an error, in per cent of the
     * row's; of a share such as accuracy, in percentage points.
     */
    public double gain(Row row) {
        Metric first = metrics().get(0);
        double mine = model().figure(first);
        double other = row.figure(first);
        return first.kind().rises() ? 100 * (mine - other) : 100 * (other - mine) / other;
    }

    /** What {@link #gain} says, in words: {@code 12.3% better}, {@code 4.0 points worse}. */
    public String verdict(Row row) {
        double gain = gain(row);
        return String.format(
                Locale.ROOT,
                "%.1f%s %s",
                Math.abs(gain),
                metrics().get(0).kind().rises() ? " points" : "%",
                gain >= 0 ? "better" : "worse");
    }

    /** A figure as it is printed here: shares and mape in per cent, others with four digits. */
    public static String printed(Metric metric, double figure) {
        return switch (metric.kind()) {
            case MAE, RMSE, MSE, PERPLEXITY, BITS_PER_CHARACTER -> Figures.of(figure);
            case MAPE -> String.format(Locale.ROOT, "%.2f%%", figure);
            case AUC -> String.format(Locale.ROOT, "%.4f", figure);
            case ACCURACY, TOP_K, PRECISION, RECALL, F1, EDIT_DISTANCE ->
                String.format(Locale.ROOT, "%.2f%%", 100 * figure);
        };
    }

    /** The heading of a metric's column. */
    public static String heading(Metric metric) {
        return switch (metric.kind()) {
            case MAE, RMSE, MSE, MAPE, AUC -> metric.toString().toUpperCase(Locale.ROOT);
            default -> metric.toString();
        };
    }

    /** A table, one line per forecaster. */
    @Override
    public String toString() {
        int width = Math.max(
                part.length(),
                rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", part));
        metrics()
                .forEach(
                        metric -> text.append(String.format(Locale.ROOT, " %" + width(metric) + "s", heading(metric))));
        text.append(System.lineSeparator());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            text.append(String.format(Locale.ROOT, "%-" + width + "s", row.name()));
            text.append(metrics().stream()
                    .map(metric ->
                            String.format(Locale.ROOT, " %" + width(metric) + "s", printed(metric, row.figure(metric))))
                    .collect(Collectors.joining()));
            if (i > 0) {
                text.append("   model is ").append(verdict(row));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static int width(Metric metric) {
        return Math.max(
                metric.kind() == Metric.Kind.MAPE ? 9 : ERRORS.contains(metric) ? 14 : 9,
                heading(metric).length());
    }
}
