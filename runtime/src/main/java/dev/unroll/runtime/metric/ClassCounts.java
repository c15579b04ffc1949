package dev.unroll.runtime.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How often each class was true, was predicted, and was both. Precision, recall and F1 are those of scikit-learn with {@code
 * zero_division = 0}: a class never predicted has precision 0, one that never occurs has recall 0.
 */
public final class ClassCounts {
    /** Most classes for which every pair of truth and prediction is counted. */
    public static final int MATRIX = 256;

    private final long[] hits;
    private final long[] actual;
    private final long[] predicted;
    private final Optional<long[][]> matrix;
    private long rows;
    private long right;

    /** Counts for {@code classes} classes, at least one. */
    public ClassCounts(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException(classes + " classes");
        }
        hits = new long[classes];
        actual = new long[classes];
        predicted = new long[classes];
        matrix = classes <= MATRIX ? Optional.of(new long[classes][classes]) : Optional.empty();
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(hits, 0);
        Arrays.fill(actual, 0);
        Arrays.fill(predicted, 0);
        matrix.ifPresent(m -> {
            for (long[] row : m) {
                Arrays.fill(row, 0);
            }
        });
        rows = 0;
        right = 0;
    }

    /** Writes down everything counted so far; counts are exact as doubles. */
    public void save(DoubleStream.Builder sums) {
        sums.add((double) rows).add((double) right);
        arrays().forEach(counts -> Arrays.stream(counts).asDoubleStream().forEach(sums::add));
    }

    /** Reads what {@link #save} wrote. */
    public void restore(PrimitiveIterator.OfDouble sums) {
        rows = (long) sums.nextDouble();
        right = (long) sums.nextDouble();
        arrays().forEach(counts -> Arrays.setAll(counts, i -> (long) sums.nextDouble()));
    }

    private Stream<long[]> arrays() {
        return Stream.concat(Stream.of(hits, actual, predicted), matrix.stream().flatMap(Arrays::stream));
    }

    /** Counts one row. */
    public void add(int truth, int guess) {
        rows++;
        actual[truth]++;
        predicted[guess]++;
        if (truth == guess) {
            right++;
            hits[truth]++;
        }
        if (matrix.isPresent()) {
            matrix.get()[truth][guess]++;
        }
    }

    /** Rows counted. */
    public long rows() {
        return rows;
    }

    /** How often a class was true. */
    public long actual(int label) {
        return actual[label];
    }

    /** Share of rows predicted rightly; NaN without rows. */
    public double accuracy() {
        return (double) right / rows;
    }

    /** Precision of one class. */
    public double precision(int label) {
        return ratio(hits[label], predicted[label]);
    }

    /** Recall of one class. */
    public double recall(int label) {
        return ratio(hits[label], actual[label]);
    }

    /** F1 of one class. */
    public double f1(int label) {
        return ratio(2 * hits[label], predicted[label] + actual[label]);
    }

    /** A figure of single classes. */
    public interface Figure {
        /** The figure of class {@code label}. */
        double of(ClassCounts counts, int label);
    }

    /** The mean of a figure over the classes that occur in truth or prediction; NaN without rows. */
    public double macro(Figure figure) {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < hits.length; c++) {
            if (actual[c] + predicted[c] > 0) {
                sum += figure.of(this, c);
                present++;
            }
        }
        return sum / present;
    }

    /** {@code [truth][prediction]}, a copy; empty above {@value #MATRIX} classes. */
    public Optional<long[][]> matrix() {
        return matrix.map(m -> Arrays.stream(m).map(long[]::clone).toArray(long[][]::new));
    }

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
