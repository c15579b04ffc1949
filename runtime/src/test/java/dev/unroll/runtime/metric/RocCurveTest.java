package dev.unroll.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocCurveTest {
    private static RocCurve curve(boolean[] truth, float[] p) {
        RocCurve curve = new RocCurve();
        for (int i = 0; i < p.length; i++) {
            curve.add(truth[i], p[i]);
        }
        return curve;
    }

    @Test
    void agreesWithThePublishedExample() {
        // scikit-learn's documentation of roc_auc_score: 0.75.
        RocCurve curve = curve(new boolean[] {false, false, true, true}, new float[] {0.1f, 0.4f, 0.35f, 0.8f});
        assertThat(curve.area()).isEqualTo(0.75);
        assertThat(curve.points(100))
                .containsExactly(
                        new RocCurve.Point(0, 0),
                        new RocCurve.Point(0, 0.5),
                        new RocCurve.Point(0.5, 0.5),
                        new RocCurve.Point(0.5, 1),
                        new RocCurve.Point(1, 1));
    }

    @Test
    void equalProbabilitiesCountHalf() {
        assertThat(curve(new boolean[] {true, false, true, false}, new float[] {0.5f, 0.5f, 0.5f, 0.5f})
                        .area())
                .isEqualTo(0.5);
        assertThat(curve(new boolean[] {true, false}, new float[] {-0f, 0f}).area())
                .isEqualTo(0.5);
    }

    @Test
    void needsBothKinds() {
        RocCurve curve = curve(new boolean[] {true, true}, new float[] {0.5f, 0.7f});
        assertThat(curve.area()).isNaN();
        assertThat(curve.points(9)).isEmpty();
        assertThatThrownBy(() -> curve.add(true, Float.NaN)).hasMessage("the probability of row 2 is NaN");
    }

    @Test
    void agreesWithAllPairs() {
        Random random = new Random(2);
        for (int run = 0; run < 100; run++) {
            int n = 5 + random.nextInt(60);
            boolean[] truth = new boolean[n];
            float[] p = new float[n];
            for (int i = 0; i < n; i++) {
                truth[i] = i == 0 || (i != 1 && random.nextBoolean());
                p[i] = random.nextInt(12) / 11f;
            }
            double wins = 0;
            int pairs = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (truth[i] && !truth[j]) {
                        pairs++;
                        wins += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
                    }
                }
            }
            RocCurve curve = curve(truth, p);
            assertThat(curve.area()).isCloseTo(wins / pairs, within(1e-13));
            assertThat(trapezoids(curve.points(1000))).as("the curve drawn").isCloseTo(wins / pairs, within(1e-12));
        }
    }

    @Test
    void thinsOut() {
        Random random = new Random(4);
        RocCurve curve = new RocCurve();
        for (int i = 0; i < 50_000; i++) {
            boolean truth = random.nextBoolean();
            curve.add(truth, random.nextFloat() * (truth ? 1 : 0.7f));
        }
        List<RocCurve.Point> points = curve.points(100);
        assertThat(points).hasSizeBetween(90, 101);
        assertThat(points.get(points.size() - 1)).isEqualTo(new RocCurve.Point(1, 1));
        assertThat(trapezoids(points)).isCloseTo(curve.area(), within(1e-3));
        curve.clear();
        assertThat(curve.area()).isNaN();
    }

    private static double trapezoids(List<RocCurve.Point> points) {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            area += (points.get(i).falsePositiveRate() - points.get(i - 1).falsePositiveRate())
                    * (points.get(i).truePositiveRate() + points.get(i - 1).truePositiveRate())
                    / 2;
        }
        return area;
    }
}
