package dev.unroll.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditCountsTest {
    private static int distance(String a, String b) {
        return new EditCounts()
                .distance(a.chars().toArray(), a.length(), b.chars().toArray(), b.length());
    }

    @Test
    void knownDistances() {
        assertThat(distance("kitten", "sitting")).isEqualTo(3);
        assertThat(distance("saturday", "sunday")).isEqualTo(3);
        assertThat(distance("", "abc")).isEqualTo(3);
        assertThat(distance("abc", "")).isEqualTo(3);
        assertThat(distance("abcabc", "abc")).isEqualTo(3);
        assertThat(distance("abc", "abc")).isZero();
    }

    @Test
    void ratesAreOverTheTruth() {
        EditCounts counts = new EditCounts();
        counts.add("kitten".chars().toArray(), 6, "sitting".chars().toArray(), 7);
        counts.add(new int[] {1, 2, 3, 9, 9}, 3, new int[] {1, 2, 3, 8}, 3);
        assertThat(counts.tokenRate()).isEqualTo(3 / 9.0);
        assertThat(counts.sequenceRate()).isEqualTo(0.5);
        counts.clear();
        assertThat(counts.tokenRate()).isNaN();
    }

    @Test
    void agreesWithTheRecursiveDefinition() {
        Random random = new Random(5);
        for (int run = 0; run < 300; run++) {
            int[] a = random.ints(random.nextInt(7), 0, 3).toArray();
            int[] b = random.ints(random.nextInt(7), 0, 3).toArray();
            assertThat(new EditCounts().distance(a, a.length, b, b.length))
                    .as(Arrays.toString(a) + Arrays.toString(b))
                    .isEqualTo(recursive(a, a.length, b, b.length));
        }
    }

    private static int recursive(int[] a, int n, int[] b, int m) {
        if (n == 0 || m == 0) {
            return n + m;
        }
        return Math.min(
                recursive(a, n - 1, b, m - 1) + (a[n - 1] == b[m - 1] ? 0 : 1),
                1 + Math.min(recursive(a, n - 1, b, m), recursive(a, n, b, m - 1)));
    }
}
