package dev.unroll.runtime.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/**
 * Spans found in label sequences, as the script conlleval of the CoNLL-2000 shared task (Tjong Kim Sang and Buchholz) counts
 * them. Labels are {@code O}, {@code B} and {@code I} followed by {@code _} or {@code -} and a kind. A span begins at a B, at
 * an I after O, and at an I of another kind than the label before; it is right when its first step, its last step and its kind
 * are.
 */
public final class SpanCounts {
    private static final int OUTSIDE = -1;

    private final int[] kind; // of each label, OUTSIDE for O
    private final boolean[] begins;
    private long actual;
    private long predicted;
    private long right;

    private SpanCounts(int[] kind, boolean[] begins) {
        this.kind = kind;
        this.begins = begins;
    }

    /**
     * Counts for a set of labels.
     *
     * @throws IllegalArgumentException when a label is none of {@code O}, {@code B_kind}, {@code I_kind}, or none begins a span
     */
    public static SpanCounts of(List<String> labels) {
        List<String> kinds = new ArrayList<>();
        int[] kind = new int[labels.size()];
        boolean[] begins = new boolean[labels.size()];
        for (int c = 0; c < kind.length; c++) {
            String label = labels.get(c);
            if (label.equals("O")) {
                kind[c] = OUTSIDE;
            } else if (label.matches("[BI][_-].+")) {
                String name = label.substring(2);
                if (!kinds.contains(name)) {
                    kinds.add(name);
                }
                kind[c] = kinds.indexOf(name);
                begins[c] = label.charAt(0) == 'B';
            } else {
                throw new IllegalArgumentException("spans need labels O, B_kind and I_kind, or B-kind and I-kind; \""
                        + label + "\" is none of them");
            }
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("spans need labels B_kind and I_kind; there are only " + labels);
        }
        return new SpanCounts(kind, begins);
    }

    /** Forgets everything. */
    public void clear() {
        actual = 0;
        predicted = 0;
        right = 0;
    }

    /** Writes down everything counted so far; counts are exact as doubles. */
    public void save(DoubleStream.Builder sums) {
        sums.add((double) actual).add((double) predicted).add((double) right);
    }

    /** Reads what {@link #save} wrote. */
    public void restore(PrimitiveIterator.OfDouble sums) {
        actual = (long) sums.nextDouble();
        predicted = (long) sums.nextDouble();
        right = (long) sums.nextDouble();
    }

    /** Counts the spans of one sequence, the first {@code length} labels of each array. */
    public void add(int[] truth, int[] guess, int length) {
        int truthStart = -1;
        int guessStart = -1;
        for (int t = 0; t <= length; t++) {
            boolean truthEnds = truthStart >= 0 && ends(truth, t, length);
            boolean guessEnds = guessStart >= 0 && ends(guess, t, length);
            if (truthEnds && guessEnds && truthStart == guessStart && kind[truth[t - 1]] == kind[guess[t - 1]]) {
                right++;
            }
            truthStart = truthEnds ? -1 : truthStart;
            guessStart = guessEnds ? -1 : guessStart;
            if (truthStart < 0 && t < length && kind[truth[t]] != OUTSIDE) {
                truthStart = t;
                actual++;
            }
            if (guessStart < 0 && t < length && kind[guess[t]] != OUTSIDE) {
                guessStart = t;
                predicted++;
            }
        }
    }

    /** Whether a span that holds step {@code t - 1} ends there. */
    private boolean ends(int[] labels, int t, int length) {
        return t == length || begins[labels[t]] || kind[labels[t]] != kind[labels[t - 1]];
    }

    /** Spans of the truth. */
    public long actual() {
        return actual;
    }

    /** Spans predicted. */
    public long predicted() {
        return predicted;
    }

    /** Right spans over predicted ones; 0 where there are none. */
    public double precision() {
        return ClassCounts.ratio(right, predicted);
    }

    /** Right spans over those of the truth; 0 where there are none. */
    public double recall() {
        return ClassCounts.ratio(right, actual);
    }

    /** Harmonic mean of both; 0 where both are. */
    public double f1() {
        return ClassCounts.ratio(2 * right, predicted + actual);
    }
}
