package dev.unroll.runtime.report;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Forecast;
import dev.unroll.runtime.train.History;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A training as one self-contained HTML file: errors beside baselines, forecast against truth, learning curves, configuration.
 * It holds no script and asks no server for anything; the same training gives the same bytes apart from its timings.
 */
public final class Report {
    /** Most points of a forecast drawn; of longer ones, the last. */
    private static final int MAX_POINTS = 400;

    private final ModelSignature signature;
    private final String summary;
    private final TrainingResult result;
    private final List<Baseline> baselines = new ArrayList<>();
    private String title;

    private Report(RecurrentModel model, TrainingResult result) {
        this.signature = model.signature();
        this.summary = model.summary();
        this.result = result;
        this.title = signature.model();
    }

    /** A report of a training. */
    public static Report of(RecurrentModel model, TrainingResult result) {
        return new Report(model, result);
    }

    /** The heading; the model's name unless set. */
    public Report title(String text) {
        title = text;
        return this;
    }

    /** Adds baselines to compare with. */
    public Report baseline(Baseline... more) {
        baselines.addAll(Arrays.asList(more));
        return this;
    }

    /**
     * Writes the file, folders included.
     *
     * @return {@code file}
     * @throws UncheckedIOException when it cannot be written
     */
    public Path write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, html());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the report cannot be written", e);
        }
    }

    /** The whole page. */
    public String html() {
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        out.append(Html.element("title", title))
                .append("\n<style>")
                .append(Stylesheet.CSS)
                .append("</style></head>\n<body><main>\n");
        out.append(Html.element("h1", title));
        if (!signature.doc().isEmpty()) {
            out.append(Html.element("p", signature.doc()));
        }
        comparison(out);
        out.append("<h2>Forecast</h2>\n");
        result.evaluation().forecasts().forEach(forecast -> forecast(out, forecast));
        curves(out);
        out.append("<h2>Configuration</h2>\n<table>");
        configuration().forEach((name, value) -> out.append("<tr>")
                .append(Html.element("th", name))
                .append(Html.element("td", value))
                .append("</tr>\n"));
        out.append("</table>\n<h2>Model</h2>\n").append(Html.element("pre", summary));
        return out.append("</main></body>\n</html>\n").toString();
    }

    private void comparison(StringBuilder out) {
        Comparison comparison = result.evaluation().compare(baselines.toArray(Baseline[]::new));
        out.append(String.format(
                Locale.ROOT,
                "<h2>Figures of %,d %s examples</h2>%n",
                comparison.examples(),
                Html.escape(comparison.part())));
        out.append("<table class=\"figures\"><tr><th></th>");
        comparison.metrics().forEach(metric -> out.append(Html.element("th", Comparison.heading(metric))));
        out.append("<th>model is</th></tr>\n");
        for (int i = 0; i < comparison.rows().size(); i++) {
            Comparison.Row row = comparison.rows().get(i);
            out.append("<tr>").append(Html.element("th", row.name()));
            comparison
                    .metrics()
                    .forEach(metric -> out.append(Html.element("td", Comparison.printed(metric, row.figure(metric)))));
            out.append(Html.element("td", i == 0 ? "" : comparison.verdict(row)))
                    .append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private void forecast(StringBuilder out, Forecast forecast) {
        int examples = forecast.truth().examples();
        int from = Math.max(0, examples - MAX_POINTS);
        double[] truth = new double[examples - from];
        double[] predicted = new double[examples - from];
        for (int k = from; k < examples; k++) {
            int row = forecast.truth().length(k) - 1;
            truth[k - from] = forecast.truth().get(k, row, 0);
            predicted[k - from] = forecast.predicted().get(k, row, 0);
        }
        String which = forecast.output().width() > 1 ? ", first number" : "";
        String step = forecast.output().isSequence() ? ", last step" : "";
        String part = from > 0 ? ", last " + MAX_POINTS + " of " + examples : "";
        out.append(new Chart(
                        forecast.output().name() + which + step + ": "
                                + result.evaluation().part() + part,
                        "example",
                        from)
                .line("truth", truth)
                .line("model", predicted)
                .svg());
    }

    private void curves(StringBuilder out) {
        List<Epoch> epochs = result.history().epochs();
        out.append("<h2>Learning curves</h2>\n");
        Chart loss = new Chart(
                        "loss (" + result.training().lossInWords() + ", in the model's range)",
                        "epoch",
                        epochs.get(0).number())
                .logarithmic()
                .line("training", of(epochs, Epoch::loss));
        if (epochs.get(0).validationLoss().isPresent()) {
            loss.line("validation", of(epochs, epoch -> epoch.validationLoss().orElse(Double.NaN)));
        }
        out.append(loss.svg());
        for (Metric metric : result.training().metrics()) {
            Chart chart = new Chart(
                            metric + " (in the data's units)",
                            "epoch",
                            epochs.get(0).number())
                    .line("training", of(epochs, epoch -> epoch.metrics().getOrDefault(metric, Double.NaN)));
            if (epochs.get(0).validationMetrics().containsKey(metric)) {
                chart.line("validation", of(epochs, epoch -> epoch.validationMetrics()
                        .getOrDefault(metric, Double.NaN)));
            }
            out.append(chart.svg());
        }
    }

    private static double[] of(List<Epoch> epochs, ToDoubleFunction<Epoch> figure) {
        return epochs.stream().mapToDouble(figure).toArray();
    }

    private Map<String, String> configuration() {
        TrainingSpec spec = result.training();
        History history = result.history();
        Map<String, String> rows = new LinkedHashMap<>();
        spec.window()
                .ifPresent(w -> rows.put(
                        "examples",
                        "window(" + w.input() + ", length = " + w.length() + ", step = " + w.step() + ", target = "
                                + w.target() + ")"));
        spec.split().ifPresent(s -> rows.put("split", s.toString()));
        rows.put("loss", spec.lossInWords());
        rows.put("optimizer", spec.optimizer().toString());
        rows.put("clip", spec.clip().map(Object::toString).orElse("none"));
        rows.put("batch", spec.batch().toString());
        rows.put("epochs", Integer.toString(history.epochs().size()));
        rows.put("seed", Long.toString(spec.seed()));
        rows.put("device", history.device());
        rows.put(
                "time",
                String.format(
                        Locale.ROOT, "%.1f s, %.2f ms per step", history.seconds(), history.millisecondsPerStep()));
        rows.put("source", signature.file());
        rows.put("SHA-256 of the source", signature.digest());
        return rows;
    }
}
