package dev.unroll.runtime.report;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Classification;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.Detection;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Evaluation;
import dev.unroll.runtime.train.Forecast;
import dev.unroll.runtime.train.History;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.OutputEvaluation;
import dev.unroll.runtime.train.Sample;
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
 * A training as one self-contained HTML file: figures beside baselines, forecast
 * against truth or what is taken for what, examples, learning curves, gradients, configuration.
 * It holds no script and asks no server for anything; the same training gives the same bytes apart from its timings.
 */
public final class Report {
    /** Most points of a forecast drawn; of longer ones, the last. */
    private static final int MAX_POINTS = 400;

    private final ModelSignature signature;
    private final String summary;
    private final TrainingResult result;
    private final PortNames names;
    private final List<Baseline> baselines = new ArrayList<>();
    private final Map<String, Map<Metric, Double>> others = new LinkedHashMap<>();
    private final Map<String, Map<Metric, Double>> testOthers = new LinkedHashMap<>();
    private final List<WeightedText> attention = new ArrayList<>();
    private final List<DecodedExample> decoded = new ArrayList<>();
    private String title;

    private Report(RecurrentModel model, TrainingResult result) {
        this.signature = model.signature();
        this.summary = model.summary();
        this.result = result;
        this.names = new PortNames(signature, model.vocabularies());
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
     * Adds another forecaster's figures, such as those of a {@link dev.unroll.runtime.train.LogisticBaseline}, to those of the
     * validation part.
     *
     * @param figures at least the metrics that {@link Comparison#metrics} names
     */
    public Report baseline(String name, Map<Metric, Double> figures) {
        others.put(name, Map.copyOf(figures));
        return this;
    }

    /**
     * {@link #baseline(String, Map)} for the test part.
     *
     * @throws IllegalStateException when the training has none
     */
    public Report testBaseline(String name, Map<Metric, Double> figures) {
        if (result.test().isEmpty()) {
            throw new IllegalStateException(
                    "baseline " + name + ": the training has no test part; its split says train and validation only");
        }
        testOthers.put(name, Map.copyOf(figures));
        return this;
    }

    /**
     * Adds a text in which tokens are as dark as they weigh, beside those that the poolings of the model have weighed.
     *
     * @param caption what the example is and what the model says
     * @param weights one per token
     * @throws IllegalArgumentException when there are not as many of both
     */
    public Report attention(String caption, List<String> tokens, float[] weights) {
        List<Double> numbers = new ArrayList<>();
        for (float weight : weights) {
            numbers.add((double) weight);
        }
        attention.add(new WeightedText(caption, tokens, numbers));
        return this;
    }

    /**
     * Adds what a decoder gave by itself: error rates of all, and some beside their truth with the attention's weights. To be given
     * examples that were not trained on.
     */
    public Report decoded(List<DecodedExample> examples) {
        decoded.addAll(examples);
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
        comparison(out, compared(result.evaluation(), others));
        result.test().ifPresent(test -> comparison(out, compared(test, testOthers)));
        Evaluation shown = result.test().orElse(result.evaluation());
        shown.outputs().forEach(output -> output(out, shown.part(), output));
        out.append(DecodedSection.html(decoded));
        List<WeightedText> weighed = new ArrayList<>(attention);
        AttentionSection section = new AttentionSection(names);
        shown.outputs().forEach(output -> weighed.addAll(section.texts(output, samples(output))));
        if (!weighed.isEmpty()) {
            out.append("<h2>Attention</h2>\n");
            weighed.forEach(text -> out.append(text.html()));
        }
        curves(out);
        out.append(GradientSection.html(result.history().epochs()));
        out.append("<h2>Configuration</h2>\n<table>");
        configuration().forEach((name, value) -> out.append("<tr>")
                .append(Html.element("th", name))
                .append(Html.element("td", value))
                .append("</tr>\n"));
        out.append("</table>\n<h2>Model</h2>\n").append(Html.element("pre", summary));
        return out.append("</main></body>\n</html>\n").toString();
    }

    private Comparison compared(Evaluation evaluation, Map<String, Map<Metric, Double>> more) {
        Comparison comparison = evaluation.compare(baselines.toArray(Baseline[]::new));
        for (Map.Entry<String, Map<Metric, Double>> other : more.entrySet()) {
            comparison = comparison.with(other.getKey(), other.getValue());
        }
        return comparison;
    }

    private void output(StringBuilder out, String part, OutputEvaluation output) {
        String name = output.output().name();
        SampleSection samples = new SampleSection(names);
        out.append(Html.element("h2", name + ", " + part + " part"));
        if (output instanceof Forecast forecast) {
            forecast(out, part, forecast);
        } else if (output instanceof Classification classes) {
            classes.confusion().ifPresent(matrix -> out.append(ConfusionSection.html(name, matrix)));
            out.append(samples.html(classes.output(), samples(output)));
        } else if (output instanceof Detection detection) {
            out.append(ConfusionSection.html(name, detection.confusion()));
            out.append(RocSection.html(name, detection.roc(), detection.value(Metric.AUC)));
            out.append(samples.html(detection.output(), samples(output)));
        }
    }

    private static List<Sample> samples(OutputEvaluation output) {
        if (output instanceof Classification classes) {
            return classes.samples();
        }
        return output instanceof Detection detection ? detection.samples() : ((Forecast) output).samples();
    }

    private void comparison(StringBuilder out, Comparison comparison) {
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

    private void forecast(StringBuilder out, String shownPart, Forecast forecast) {
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
        if (forecast.errors().isPresent()) {
            part += ", of the first " + examples + " examples, which were kept";
        }
        out.append(new Chart(forecast.output().name() + which + step + ": " + shownPart + part, "example", from)
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
                            metric.kind().accepts(Metric.Content.NUMBERS)
                                    ? metric + " (in the data's units)"
                                    : metric.toString(),
                            "epoch",
                            epochs.get(0).number())
                    .line("training", of(epochs, epoch -> epoch.metrics().getOrDefault(metric, Double.NaN)));
            if (epochs.get(0).validationMetrics().containsKey(metric)) {
                chart.line("validation", of(epochs, epoch -> epoch.validationMetrics()
                        .getOrDefault(metric, Double.NaN)));
            }
            out.append(chart.svg());
        }
        // A constant one stands in the configuration.
        if (epochs.stream().anyMatch(epoch -> epoch.rate() != epochs.get(0).rate())) {
            out.append(new Chart("rate of the optimizer", "epoch", epochs.get(0).number())
                    .line("rate", of(epochs, Epoch::rate))
                    .svg());
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
