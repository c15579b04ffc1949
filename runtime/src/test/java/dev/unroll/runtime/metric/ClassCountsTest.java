package dev.unroll.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassCountsTest {
    /** Truth 0 1 2 0 1 2, predicted 0 2 1 0 0 1: the example of scikit-learn's documentation of these scores. */
    private static ClassCounts documented() {
        return counts(3, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});
    }

    private static ClassCounts counts(int classes, int[] truth, int[] guess) {
        ClassCounts counts = new ClassCounts(classes);
        for (int i = 0; i < truth.length; i++) {
            counts.add(truth[i], guess[i]);
        }
        return counts;
    }

    @Test
    void agreesWithThePublishedExample() {
        ClassCounts counts = documented();
        assertThat(counts.macro(ClassCounts::precision)).isCloseTo(2 / 9.0, within(1e-15));
        assertThat(counts.macro(ClassCounts::recall)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(counts.macro(ClassCounts::f1)).isCloseTo(0.8 / 3, within(1e-15));
        assertThat(counts.accuracy()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(counts.matrix().orElseThrow()).isDeepEqualTo(new long[][] {{2, 0, 0}, {1, 0, 1}, {0, 2, 0}});
    }

    @Test
    void classesThatNeverOccurDoNotCount() {
        assertThat(counts(9, new int[] {0, 1}, new int[] {0, 0}).macro(ClassCounts::recall))
                .as("seven classes occur nowhere")
                .isEqualTo(0.5);
        assertThat(counts(9, new int[] {0}, new int[] {5}).macro(ClassCounts::precision))
                .isZero();
    }

    @Test
    void f1IsTheHarmonicMean() {
        Random random = new Random(1);
        for (int run = 0; run < 50; run++) {
            ClassCounts counts = new ClassCounts(4);
            for (int i = 0; i < 40; i++) {
                counts.add(random.nextInt(4), random.nextInt(4));
            }
            for (int c = 0; c < 4; c++) {
                double p = counts.precision(c);
                double r = counts.recall(c);
                assertThat(counts.f1(c)).isCloseTo(p + r == 0 ? 0 : 2 * p * r / (p + r), within(1e-12));
            }
        }
    }

    @Test
    void keepsNoMatrixOfManyClassesAndForgets() {
        ClassCounts counts = new ClassCounts(ClassCounts.MATRIX + 1);
        counts.add(256, 256);
        assertThat(counts.matrix()).isEmpty();
        assertThat(counts.accuracy()).isEqualTo(1);
        counts.clear();
        assertThat(counts.rows()).isZero();
        assertThat(counts.accuracy()).isNaN();
        ClassCounts small = documented();
        small.clear();
        small.add(2, 1);
        assertThat(small.matrix().orElseThrow()).isDeepEqualTo(new long[][] {{0, 0, 0}, {0, 0, 0}, {0, 1, 0}});
    }
}
