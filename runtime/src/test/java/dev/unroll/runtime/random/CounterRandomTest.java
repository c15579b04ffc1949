package dev.unroll.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    @Test
    void unitIsTheDocumentedHash() {
        long seed = 42;
        long step = 7;
        int stream = 3;
        long z = seed * 0x9E3779B97F4A7C15L + step * 0xBF58476D1CE4E5B9L + (long) stream * 0x94D049BB133111EBL + 1234;
        for (int round = 0; round < 2; round++) {
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z = z ^ (z >>> 31);
        }
        assertThat(CounterRandom.unit(seed, step, stream, 1234)).isEqualTo((z >>> 40) * 0x1p-24f);
    }

    @Test
    void unitsAreUniform() {
        int[] counts = new int[20];
        int n = 200_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            float unit = CounterRandom.unit(1, 2, 3, i);
            sum += unit;
            counts[(int) (unit * 20)]++;
        }
        assertThat(sum / n).isCloseTo(0.5, within(0.003));
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - n / 20.0, 2) / (n / 20.0);
        }
        assertThat(chiSquare).as("chi square, 19 degrees of freedom").isLessThan(43.8);
    }

    @Test
    void coordinatesAreIndependent() {
        for (int other = 1; other < 50; other++) {
            int equal = 0;
            for (int i = 0; i < 1000; i++) {
                long bits = CounterRandom.bits(5, 0, 0, i);
                equal += bits == CounterRandom.bits(5 + other, 0, 0, i) ? 1 : 0;
                equal += bits == CounterRandom.bits(5, other, 0, i) ? 1 : 0;
                equal += bits == CounterRandom.bits(5, 0, other, i) ? 1 : 0;
            }
            assertThat(equal).isZero();
        }
    }

    @Test
    void normalsHaveMeanZeroAndVarianceOne() {
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double x = CounterRandom.normal(9, 0, 1, i);
            sum += x;
            squares += x * x;
            fourth += x * x * x * x;
        }
        assertThat(sum / n).isCloseTo(0, within(0.01));
        assertThat(squares / n).isCloseTo(1, within(0.02));
        assertThat(fourth / n).isCloseTo(3, within(0.15));
    }

    @Test
    void permutationHoldsEachIndexOnceAndDependsOnTheStep() {
        int[] first = new int[1000];
        int[] second = new int[1000];
        CounterRandom.permutation(first, 3, 0, 0);
        CounterRandom.permutation(second, 3, 1, 0);
        assertThat(first).isNotEqualTo(second);
        int[] again = new int[1000];
        CounterRandom.permutation(again, 3, 0, 0);
        assertThat(again).isEqualTo(first);
        Arrays.sort(again);
        for (int i = 0; i < 1000; i++) {
            assertThat(again[i]).isEqualTo(i);
        }
        int fixed = 0;
        for (int i = 0; i < 1000; i++) {
            fixed += first[i] == i ? 1 : 0;
        }
        assertThat(fixed).isLessThan(8);
    }

    @Test
    void belowCoversItsRange() {
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[CounterRandom.below(7, 1, 1, 1, i)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }
}
