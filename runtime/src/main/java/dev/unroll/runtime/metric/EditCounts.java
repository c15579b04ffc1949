package dev.unroll.runtime.metric;

import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/**
 * Edit distances between predicted and true sequences: the least number of insertions, deletions and replacements that make one
 * of the other (Levenshtein, 1966), by the algorithm of Wagner and Fischer (1974). Time grows with the product of the lengths
 * of what differs.
 */
public final class EditCounts {
    private int[] above = new int[0];
    private int[] row = new int[0];
    private long edits;
    private long tokens;
    private long sequences;
    private long wrong;

    /** Forgets everything. */
    public void clear() {
        edits = 0;
        tokens = 0;
        sequences = 0;
        wrong = 0;
    }

    /** Writes down everything counted so far; counts are exact as doubles. */
    public void save(DoubleStream.Builder sums) {
        sums.add((double) edits).add((double) tokens).add((double) sequences).add((double) wrong);
    }

    /** Reads what {@link #save} wrote. */
    public void restore(PrimitiveIterator.OfDouble sums) {
        edits = (long) sums.nextDouble();
        tokens = (long) sums.nextDouble();
        sequences = (long) sums.nextDouble();
        wrong = (long) sums.nextDouble();
    }

    /** Counts one pair, the first numbers of each array. */
    public void add(int[] truth, int truthLength, int[] guess, int guessLength) {
        int distance = distance(truth, truthLength, guess, guessLength);
        edits += distance;
        tokens += truthLength;
        sequences++;
        wrong += distance > 0 ? 1 : 0;
    }

    /** Edits per token of the truth; above 1 is possible. NaN without tokens. */
    public double tokenRate() {
        return (double) edits / tokens;
    }

    /** Share of sequences that differ at all. NaN without sequences. */
    public double sequenceRate() {
        return (double) wrong / sequences;
    }

    /** The least number of edits between the first {@code n} numbers of {@code a} and the first {@code m} of {@code b}. */
    int distance(int[] a, int n, int[] b, int m) {
        int from = 0;
        while (from < n && from < m && a[from] == b[from]) {
            from++;
        }
        while (n > from && m > from && a[n - 1] == b[m - 1]) {
            n--;
            m--;
        }
        int width = m - from + 1;
        if (row.length < width) {
            above = new int[width];
            row = new int[width];
        }
        for (int j = 0; j < width; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= n - from; i++) {
            row[0] = i;
            for (int j = 1; j < width; j++) {
                int replaced = above[j - 1] + (a[from + i - 1] == b[from + j - 1] ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            int[] spare = above;
            above = row;
            row = spare;
        }
        return above[width - 1];
    }
}
