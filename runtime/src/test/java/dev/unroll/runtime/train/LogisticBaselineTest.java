package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticBaselineTest {
    /** Two rows with one feature of their own, one row with both: the optimum solves a one-dimensional equation. */
    @Test
    void findsTheOptimum() {
        List<TextFeatures.Row> rows = List.of(row(0), row(1));
        LogisticRegression model = LogisticRegression.fit(rows, new int[] {0, 1}, 2, 2, 1);
        double[] p = new double[2];
        model.probabilities(row(0), p);
        // By symmetry the weights are w, -w, -w, w and biases 0; mean loss log(1 + e^(-2w)) plus 1/4 of 4 w² is least
        // where
        // w = 1 / (1 + e^(2w)), which a bisection solves.
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double w = (low + high) / 2;
            if (w < 1 / (1 + Math.exp(2 * w))) {
                low = w;
            } else {
                high = w;
            }
        }
        assertThat(p[0]).isCloseTo(1 / (1 + Math.exp(-2 * low)), within(1e-4));
    }

    private static TextFeatures.Row row(int feature) {
        return new TextFeatures.Row(new int[] {feature}, new double[] {1});
    }

    @Test
    void learnsWordsAndPairsOfCharacters() {
        Random random = new Random(1);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String kind = List.of("red", "green", "blue").get(random.nextInt(3));
            texts.add("w" + random.nextInt(20) + " " + kind + "ish w" + random.nextInt(20));
            labels.add(kind);
        }
        for (TextFeatures features : TextFeatures.values()) {
            LogisticBaseline baseline = LogisticBaseline.fit(features, texts.subList(0, 200), labels.subList(0, 200));
            Map<Metric, Double> figures = baseline.figures(
                    List.of(Metric.ACCURACY, Metric.F1, Metric.topK(2)),
                    texts.subList(200, 300),
                    labels.subList(200, 300));
            assertThat(figures.values()).as(baseline.toString()).allSatisfy(x -> assertThat(x)
                    .isGreaterThan(0.98));
            assertThat(baseline.classify("very reddish red redish").best()).isEqualTo("red");
        }
    }

    @Test
    void flagsHaveAnArea() {
        List<String> texts = List.of("a b", "a c", "a", "b", "c", "b c", "a", "b", "c", "a");
        List<Boolean> flags = List.of(true, true, true, false, false, false, true, false, false, true);
        LogisticBaseline baseline = LogisticBaseline.fitFlags(TextFeatures.WORDS, texts, flags);
        assertThat(baseline.figuresOfFlags(List.of(Metric.AUC, Metric.ACCURACY, Metric.F1), texts, flags))
                .isEqualTo(Map.of(Metric.AUC, 1.0, Metric.ACCURACY, 1.0, Metric.F1, 1.0));
        assertThat(baseline.classify("a").probability("yes"))
                .isEqualTo(LogisticBaseline.fitFlags(TextFeatures.WORDS, texts, flags)
                        .classify("a")
                        .probability("yes"));
    }

    @Test
    void bigramsKnowBeginningAndEnd() {
        assertThat(TextFeatures.CHARACTER_BIGRAMS.of("Ab"))
                .containsExactly("\u0002", "a", "\u0002a", "b", "ab", "\u0003", "b\u0003");
    }

    @Test
    void refusesWhatItCannotFit() {
        assertThatThrownBy(() -> LogisticBaseline.fit(TextFeatures.WORDS, List.of("a"), List.of("x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least two");
        LogisticBaseline baseline = LogisticBaseline.fit(TextFeatures.WORDS, List.of("a", "b"), List.of("x", "y"));
        assertThatThrownBy(() -> baseline.figures(List.of(Metric.ACCURACY), List.of("a"), List.of("z")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of the labels");
    }
}
