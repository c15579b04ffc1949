package dev.unroll.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpanCountsTest {
    private static final List<String> TAGS = List.of("O", "B_PER", "I_PER", "B_LOC", "I_LOC");

    private static int[] ids(String tags) {
        return List.of(tags.split(" ")).stream().mapToInt(TAGS::indexOf).toArray();
    }

    private static SpanCounts count(String truth, String guess) {
        SpanCounts counts = SpanCounts.of(TAGS);
        counts.add(ids(truth), ids(guess), ids(truth).length);
        return counts;
    }

    @Test
    void wholeSpansOnlyAreRight() {
        // Truth: PER 0-1, LOC 3, PER 5. Guess: PER 0 (too short), LOC 3, LOC 5 (wrong kind), PER 6.
        SpanCounts counts = count("B_PER I_PER O B_LOC O B_PER O", "B_PER O O B_LOC O B_LOC B_PER");
        assertThat(counts.actual()).isEqualTo(3);
        assertThat(counts.predicted()).isEqualTo(4);
        assertThat(counts.precision()).isEqualTo(1 / 4.0);
        assertThat(counts.recall()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(counts.f1()).isCloseTo(2 / 7.0, within(1e-15));
    }

    @Test
    void aSpanMayBeginWithAnI() {
        assertThat(count("I_PER I_PER O", "B_PER I_PER O").f1())
                .as("conlleval repairs")
                .isEqualTo(1);
        assertThat(count("B_PER I_LOC I_LOC", "B_PER B_LOC I_LOC").f1()).isEqualTo(1);
        assertThat(count("B_PER B_PER", "B_PER I_PER").f1())
                .as("two spans are not one")
                .isZero();
    }

    @Test
    void nothingToFindIsZero() {
        assertThat(count("O O", "O O").f1()).isZero();
        assertThat(count("O O", "O B_PER").precision()).isZero();
    }

    @Test
    void agreesWithSetsOfSpans() {
        Random random = new Random(3);
        for (int run = 0; run < 300; run++) {
            SpanCounts counts = SpanCounts.of(TAGS);
            int right = 0;
            int actual = 0;
            int predicted = 0;
            for (int k = 0; k < 3; k++) {
                int n = 1 + random.nextInt(9);
                int[] truth = random.ints(n, 0, 5).toArray();
                int[] guess = truth.clone();
                guess[random.nextInt(n)] = random.nextInt(5);
                counts.add(truth, guess, n);
                Set<List<Object>> a = spans(truth);
                Set<List<Object>> b = spans(guess);
                actual += a.size();
                predicted += b.size();
                a.retainAll(b);
                right += a.size();
            }
            assertThat(counts.actual()).isEqualTo(actual);
            assertThat(counts.predicted()).isEqualTo(predicted);
            assertThat(counts.recall()).isEqualTo(actual == 0 ? 0 : (double) right / actual);
        }
    }

    /** A second definition: cuts the sequence where the label before does not go on, and reads the pieces. */
    private static Set<List<Object>> spans(int[] tags) {
        Set<List<Object>> spans = new HashSet<>();
        for (int from = 0; from < tags.length; ) {
            int to = from + 1;
            String kind = kind(tags[from]);
            while (to < tags.length
                    && TAGS.get(tags[to]).startsWith("I")
                    && kind(tags[to]).equals(kind)) {
                to++;
            }
            if (!kind.isEmpty()) {
                spans.add(new ArrayList<>(List.of(from, to, kind)));
            }
            from = to;
        }
        return spans;
    }

    private static String kind(int tag) {
        return tag == 0 ? "" : TAGS.get(tag).substring(2);
    }

    @Test
    void refusesOtherLabels() {
        assertThatThrownBy(() -> SpanCounts.of(List.of("O", "NOUN")))
                .hasMessage("spans need labels O, B_kind and I_kind, or B-kind and I-kind; \"NOUN\" is none of them");
        assertThatThrownBy(() -> SpanCounts.of(List.of("O"))).hasMessageContaining("there are only [O]");
        assertThat(SpanCounts.of(List.of("O", "B-x", "I-x")).f1()).isZero();
    }
}
