package dev.unroll.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.WaveModel;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.metric.ConfusionMatrix;
import dev.unroll.runtime.metric.RocCurve;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.train.Batch;
import dev.unroll.runtime.train.Classification;
import dev.unroll.runtime.train.Detection;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Evaluation;
import dev.unroll.runtime.train.GradientNorm;
import dev.unroll.runtime.train.History;
import dev.unroll.runtime.train.Loss;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Sample;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Pages put together from records by hand, with names that try to break out of them. */
class ReportTest {
    private static final String HOSTILE = "</svg><script>alert(1)</script>\"'&\u0000";

    private static ModelSignature.Port port(boolean sequence, int width, ModelSignature.Content content) {
        return new ModelSignature.Port(
                "tags",
                sequence ? ModelSignature.Axis.free("time") : ModelSignature.Axis.none(),
                width,
                Scaling.none(),
                "",
                content);
    }

    private static Classification classification(boolean sequence, int classes) {
        List<String> names = IntStream.range(0, classes)
                .mapToObj(c -> c == 1 ? HOSTILE : "label number " + c)
                .toList();
        Random random = new Random(classes);
        long[][] counts = new long[classes][classes];
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < classes; b++) {
                counts[a][b] = a == b ? 50 + random.nextInt(90) : random.nextInt(9);
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            List<Integer> truth = random.ints(sequence ? 12 : 1, 0, 3).boxed().toList();
            List<Integer> guess = random.ints(sequence ? 12 : 1, 0, 3).boxed().toList();
            samples.add(new Sample(
                    k,
                    List.of(List.of()),
                    truth,
                    guess,
                    truth.stream().map(t -> random.nextFloat()).toList()));
        }
        return new Classification(
                port(sequence, classes, new ModelSignature.Content.Label(new LabelSet("Tags", names))),
                1000,
                Map.of(Metric.ACCURACY, 0.91),
                Map.of(Metric.ACCURACY, 0.4),
                2,
                Optional.of(new ConfusionMatrix(names, counts)),
                samples);
    }

    private static Detection detection() {
        RocCurve curve = new RocCurve();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            curve.add(i % 3 == 0, (random.nextFloat() + (i % 3 == 0 ? 0.5f : 0)) / 1.5f);
        }
        return new Detection(
                port(false, 1, new ModelSignature.Content.Probability()),
                500,
                Map.of(Metric.ACCURACY, 0.8, Metric.AUC, curve.area()),
                Map.of(Metric.ACCURACY, 0.67, Metric.AUC, 0.5),
                0,
                new ConfusionMatrix(List.of("no", "yes"), new long[][] {{300, 33}, {60, 107}}),
                curve.points(100),
                List.of(new Sample(3, List.of(List.of()), List.of(1), List.of(0), List.of(0.2f))));
    }

    private static TrainingResult result(Evaluation evaluation) {
        List<Epoch> epochs = new ArrayList<>();
        for (int e = 1; e <= 12; e++) {
            List<Double> perStep = new ArrayList<>();
            for (int t = 0; t < 40; t++) {
                perStep.add(Math.pow(10, -0.12 * (40 - t)) / e);
            }
            epochs.add(new Epoch(
                    e,
                    40,
                    1.0 / e,
                    Map.of(Metric.ACCURACY, 1 - 0.5 / e),
                    OptionalDouble.of(1.2 / e),
                    Map.of(Metric.ACCURACY, 1 - 0.6 / e),
                    0.5,
                    0.01 / e,
                    List.of(
                            new GradientNorm("lstm1" + HOSTILE, perStep, 2),
                            new GradientNorm("lstm1", List.of(0.5 / e), 1),
                            new GradientNorm("dense1", List.of(2.0 / e), 1))));
        }
        return new TrainingResult(
                TrainingSpec.loss(Loss.crossEntropy(0)).metrics(Metric.ACCURACY).build(),
                new History("Wave", "cpu", new Batch.Examples(32), epochs),
                evaluation,
                Optional.empty());
    }

    private static String page(Evaluation evaluation) {
        try (WaveModel model = WaveModel.create(1)) {
            return Report.of(model, result(evaluation))
                    .baseline(HOSTILE, Map.of(Metric.ACCURACY, 0.85, Metric.AUC, 0.8))
                    .attention(HOSTILE, List.of("un", HOSTILE, "roll"), new float[] {0.25f, 0.7f, 0.05f})
                    .html();
        }
    }

    @Test
    void baselinesOfTheTestPartStandBesideItsFigures() {
        TrainingResult held = result(new Evaluation("validation", 1000, 0.3, List.of(classification(false, 5))));
        Evaluation test = new Evaluation("test", 200, 0.3, List.of(classification(false, 5)));
        TrainingResult tested =
                new TrainingResult(held.training(), held.history(), held.evaluation(), Optional.of(test));
        Map<Metric, Double> figures = new HashMap<>();
        test.compare().metrics().forEach(metric -> figures.put(metric, 0.1234));
        try (WaveModel model = WaveModel.create(1)) {
            String html =
                    Report.of(model, tested).testBaseline("pairs", figures).html();
            int at = html.indexOf("pairs");
            assertThat(at).isGreaterThan(html.indexOf("Figures of 200 test examples"));
            assertThat(html.substring(at)).contains("12.34%");
            assertThat(html.indexOf("pairs", at + 1)).isNegative();
            assertThatThrownBy(() -> Report.of(model, held).testBaseline("pairs", figures))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no test part");
        }
    }

    @Test
    void everyTextIsEscaped() {
        for (Evaluation evaluation : List.of(
                new Evaluation("validation", 1000, 0.3, List.of(classification(false, 5))),
                new Evaluation("validation", 1000, 0.3, List.of(classification(true, 5))),
                new Evaluation("test", 500, 0.3, List.of(detection())))) {
            String html = page(evaluation);
            assertThat(html).doesNotContain("<script").doesNotContain("\u0000").doesNotContain("NaN");
            assertThat(html).contains("&lt;/svg&gt;&lt;script&gt;");
            assertThat(html).doesNotContainPattern("(src|href)=|url\\(|@import|https?:");
        }
    }

    /** Every chart is well-formed XML, which no HTML parser would insist on. */
    @Test
    void chartsAreWellFormed() throws Exception {
        String html = page(new Evaluation(
                "validation", 1000, 0.3, List.of(classification(true, 61), classification(false, 3), detection())));
        int charts = 0;
        for (int at = html.indexOf("<figure>"); at >= 0; at = html.indexOf("<figure>", at + 1)) {
            String figure = html.substring(at, html.indexOf("</figure>", at) + "</figure>".length());
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(figure)));
            charts++;
        }
        assertThat(charts)
                .as("3 confusions, curve, attention, loss, metric, rate, 2 gradients")
                .isEqualTo(10);
        assertThat(html).contains("the 60 most frequent of 61 classes");
    }

    @Test
    void confusionShadesAreSharesOfARow() {
        String svg = ConfusionSection.html("y", new ConfusionMatrix(List.of("a", "b"), new long[][] {{3, 1}, {0, 0}}));
        assertThat(svg)
                .contains("a taken for b: 1 of 4 (25.0 %)")
                .contains("fill-opacity=\"0.75\"")
                .doesNotContain("b taken");
    }

    @Test
    void gradientsAreShadedByPowersOfTen() {
        String html = GradientSection.html(List.of(new Epoch(
                1,
                1,
                1,
                Map.of(),
                OptionalDouble.empty(),
                Map.of(),
                1,
                1,
                List.of(new GradientNorm("lstm1", List.of(1e-4, 1e-2, 1.0, 0.0), 1)))));
        assertThat(html)
                .contains("lstm1: time steps across, epochs downwards, from 1.0e-04 to 1.0e+00")
                .contains("fill-opacity=\"0.50\"")
                .contains("fill-opacity=\"1.00\"");
        assertThat(GradientSection.html(List.of())).isEmpty();
    }

    @Test
    void weightsAndTokensGoTogether() {
        assertThatThrownBy(() -> new WeightedText("x", List.of("a"), List.of()))
                .hasMessage("x: 1 tokens, but 0 weights");
        assertThat(new WeightedText("x", List.of("a", "b"), List.of(0.2, 0.1)).html())
                .contains("<span class=\"w10\" title=\"0.2000\">a</span><span class=\"w5\" title=\"0.1000\">b</span>");
    }

    /** With {@code -Dreport.page=FILE}: a page with everything, to be looked at. */
    @Test
    void canBeLookedAt() throws IOException {
        String file = System.getProperty("report.page");
        String html = page(new Evaluation(
                "validation", 1000, 0.3, List.of(classification(false, 60), classification(true, 8), detection())));
        assertThat(html).contains("label number 59");
        if (file != null) {
            java.nio.file.Files.writeString(java.nio.file.Path.of(file), html);
        }
    }
}
