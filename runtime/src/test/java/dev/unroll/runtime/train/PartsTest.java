package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void keepsTheOrderOfAChronologicalSplit() {
        Parts parts = Parts.of(Optional.of(Split.chronological(0.5, 0.3, 0.2)), 10, 1, Optional.empty());
        assertThat(parts.training()).containsExactly(0, 1, 2, 3, 4);
        assertThat(parts.validation()).containsExactly(5, 6, 7);
        assertThat(parts.test()).containsExactly(8, 9);
        assertThat(Parts.of(Optional.empty(), 3, 1, Optional.empty()).training())
                .containsExactly(0, 1, 2);
    }

    @Test
    void dividesEveryExampleOnceAtRandom() {
        Parts parts = Parts.of(Optional.of(Split.random(0.6, 0.2, 0.2)), 1000, 7, Optional.empty());
        assertEachOnce(parts, 1000);
        assertThat(parts.training()).hasSize(600).isSorted();
        // The mean of 600 of 1000 has a standard deviation of 7.5.
        assertThat(Arrays.stream(parts.training()).average().orElseThrow()).isCloseTo(499.5, within(38.0));
        assertThat(parts.training())
                .isEqualTo(Parts.of(Optional.of(Split.random(0.6, 0.2, 0.2)), 1000, 7, Optional.empty())
                        .training())
                .isNotEqualTo(Parts.of(Optional.of(Split.random(0.6, 0.2, 0.2)), 1000, 8, Optional.empty())
                        .training());
    }

    @Test
    void keepsTheSharesOfClasses() {
        float[] classes = new float[237];
        for (int k = 0; k < classes.length; k++) {
            classes[k] = k < 200 ? 0 : k < 230 ? 1 : 2;
        }
        Parts parts = Parts.of(
                Optional.of(Split.stratified(0.7, 0.2, 0.1)), classes.length, 3, Optional.of(Values.numbers(classes)));
        assertEachOnce(parts, classes.length);
        assertShares(parts.training(), classes, 0.7);
        assertShares(parts.validation(), classes, 0.2);
        assertShares(parts.test(), classes, 0.1);
    }

    private static void assertShares(int[] part, float[] classes, double share) {
        for (int c = 0; c < 3; c++) {
            int of = c;
            long size = IntStream.range(0, classes.length)
                    .filter(k -> classes[k] == of)
                    .count();
            long taken = Arrays.stream(part).filter(k -> classes[k] == of).count();
            assertThat((double) taken).as("class " + c).isCloseTo(share * size, within(1.01));
        }
    }

    private static void assertEachOnce(Parts parts, int examples) {
        int[] all = IntStream.concat(
                        IntStream.concat(Arrays.stream(parts.training()), Arrays.stream(parts.validation())),
                        Arrays.stream(parts.test()))
                .sorted()
                .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, examples).toArray());
    }

    @Test
    void refusesWhatCannotBeDivided() {
        assertThatThrownBy(() -> Parts.of(Optional.of(Split.random(0.5, 0.5, 0)), 1, 1, Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessage("only 1 examples: none is left for training after the split");
        assertThatThrownBy(() -> Parts.of(Optional.of(Split.stratified(0.5, 0.5, 0)), 9, 1, Optional.empty()))
                .hasMessageContaining("needs an output of labels or a probability");
    }
}
