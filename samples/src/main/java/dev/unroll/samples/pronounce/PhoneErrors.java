package dev.unroll.samples.pronounce;

import java.util.List;
import java.util.Locale;

/** Counts errors the way the field does: of a word's pronunciations the one counts that is nearest to what the model says. */
public final class PhoneErrors {
    private int words;
    private int wrong;
    private long phones;
    private long edits;

    /** Adds a word: what the model says, and the pronunciations that are right. */
    void add(List<String> said, List<String> truths) {
        int least = Integer.MAX_VALUE;
        int length = 0;
        for (String truth : truths) {
            List<String> right = List.of(truth.split(" "));
            int distance = distance(said, right);
            if (distance < least) {
                least = distance;
                length = right.size();
            }
        }
        words++;
        wrong += least > 0 ? 1 : 0;
        phones += length;
        edits += least;
    }

    /** Fewest insertions, deletions and replacements that make {@code b} of {@code a}. */
    static int distance(List<String> a, List<String> b) {
        int[] before = new int[b.size() + 1];
        for (int j = 0; j <= b.size(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.size(); i++) {
            int[] now = new int[b.size() + 1];
            now[0] = i;
            for (int j = 1; j <= b.size(); j++) {
                int replaced = before[j - 1] + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1);
                now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.size()];
    }

    /** Edits per phone of the nearest pronunciation. */
    public double phoneErrorRate() {
        return (double) edits / phones;
    }

    /** Words with any error. */
    public double wordErrorRate() {
        return (double) wrong / words;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d words: phone error rate %.2f %%, word error rate %.2f %%",
                words,
                100 * phoneErrorRate(),
                100 * wordErrorRate());
    }
}
