package dev.unroll.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution<String> letters =
            Distribution.of(List.of("a", "b", "c", "d"), new float[] {0.125f, 0.5f, 0.25f, 0.125f});

    @Test
    void tellsWhatIsProbable() {
        assertThat(letters.best()).isEqualTo("b");
        assertThat(letters.probability("c")).isEqualTo(0.25f);
        assertThat(letters.top(3).stream().map(Distribution.Outcome::value)).containsExactly("b", "c", "a");
        assertThat(letters.top(9)).hasSize(4);
        assertThat(letters).hasToString("b 0.500, c 0.250, a 0.125, …");
        assertThatThrownBy(() -> letters.probability("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void measuresUncertaintyInBits() {
        assertThat(letters.entropy()).isCloseTo(1.75, within(1e-12));
        assertThat(Distribution.of(List.of(1, 2), new float[] {1, 0}).entropy()).isZero();
    }

    @Test
    void drawsInProportionToPowersOfTheProbabilities() {
        for (double temperature : new double[] {1, 0.5, 2}) {
            double[] expected = new double[4];
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                expected[i] = Math.pow(letters.probabilities()[i], 1 / temperature);
                sum += expected[i];
            }
            Random random = new Random(5);
            int[] drawn = new int[4];
            for (int n = 0; n < 100_000; n++) {
                drawn[letters.outcomes().indexOf(letters.sample(random, temperature))]++;
            }
            for (int i = 0; i < 4; i++) {
                // Five standard deviations of a binomial count are at most 0.008 of it.
                assertThat(drawn[i] / 100_000.0).isCloseTo(expected[i] / sum, within(0.008));
            }
        }
    }

    @Test
    void drawsTheBestWhenCold() {
        assertThat(letters.sample(new Random(1), 0)).isEqualTo("b");
        assertThat(letters.sample(new Random(1), 1e-9)).isEqualTo("b");
        assertThatThrownBy(() -> letters.sample(new Random(1), -1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> letters.sample(new Random(1), Double.NaN)).hasMessageContaining("temperature");
    }

    @Test
    void neverDrawsWhatCannotBe() {
        Distribution<Integer> some = Distribution.of(List.of(0, 1, 2), new float[] {0, 1, 0});
        for (int n = 0; n < 100; n++) {
            assertThat(some.sample(new Random(n), 3)).isEqualTo(1);
        }
    }

    @Test
    void keepsWhatIsPossible() {
        Distribution<String> left = letters.given(letter -> !letter.equals("b"));
        assertThat(left.probabilities()).containsExactly(0.25f, 0.5f, 0.25f);
        assertThatThrownBy(() -> letters.given(letter -> false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThatThrownBy(() -> Distribution.of(List.of(), new float[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Distribution.of(List.of(1), new float[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Distribution.of(List.of(1), new float[] {Float.NaN}))
                .hasMessage("the probability of 1 is NaN");
        assertThatThrownBy(() -> Distribution.of(List.of(1), new float[] {-1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesKnownLabels() {
        LabelSet tags = new LabelSet("Tags", List.of("O", "B_PER"));
        assertThat(tags.index("B_PER")).isEqualTo(1);
        assertThat(tags.label(0)).isEqualTo("O");
        assertThatThrownBy(() -> tags.index("B_\u0007"))
                .isInstanceOf(DataException.class)
                .hasMessage("\"B_\\u{7}\" is none of the labels Tags: O, B_PER");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add("L" + i);
        }
        assertThatThrownBy(() -> new LabelSet("Many", many).index("x")).hasMessageEndingWith("L19 and 30 more");
        assertThatThrownBy(() -> new LabelSet("Tags", List.of("a", "a"))).hasMessage("labels Tags: \"a\" twice");
        assertThatThrownBy(() -> new LabelSet("Tags", List.of())).hasMessage("labels Tags: none");
    }
}
