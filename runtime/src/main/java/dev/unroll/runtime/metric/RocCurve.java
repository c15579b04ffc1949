package dev.unroll.runtime.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/**
 * The receiver operating characteristic of probabilities: which share of the positive rows lies at or above each threshold, over
 * which share of the negative ones. Keeps eight bytes a row.
 */
public final class RocCurve {
    private long[] keys = new long[0]; // the probability's bits, which order like it, and the truth below them
    private int rows;
    private boolean sorted;

    /** A point of the curve. */
    public record Point(double falsePositiveRate, double truePositiveRate) {}

    /** Forgets everything, but keeps the room. */
    public void clear() {
        rows = 0;
        sorted = false;
    }

    /** Writes down everything counted so far; counts are exact as doubles. */
    public void save(DoubleStream.Builder sums) {
        sums.add(rows);
        for (int row = 0; row < rows; row++) {
            sums.add((double) keys[row]);
        }
    }

    /** Reads what {@link #save} wrote. */
    public void restore(PrimitiveIterator.OfDouble sums) {
        // Grown as keys come: how many there are is what a file says.
        int count = (int) sums.nextDouble();
        clear();
        while (rows < count) {
            reserve();
            keys[rows++] = (long) sums.nextDouble();
        }
    }

    /** Counts one row with a probability from 0 to 1. */
    public void add(boolean truth, float probability) {
        if (!(probability >= 0)) {
            throw new IllegalArgumentException("the probability of row " + rows + " is " + probability);
        }
        reserve();
        // Adding 0 makes 0 of -0, whose bits would order above 1.
        keys[rows++] = ((long) Float.floatToIntBits(probability + 0f) << 1) | (truth ? 1 : 0);
        sorted = false;
    }

    private void reserve() {
        if (rows == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(1024, Math.addExact(rows, rows / 2)));
        }
    }

    /**
     * The area below the curve: the chance that a positive row has the larger probability of it and a negative one, equal ones
     * counting half. Exact. NaN without both kinds.
     */
    public double area() {
        sort();
        long positives = 0;
        long negatives = 0;
        double twice = 0;
        for (int from = 0; from < rows; ) {
            int to = groupEnd(from);
            long positive = positives(from, to);
            twice += (double) positive * (2 * negatives + (to - from - positive));
            positives += positive;
            negatives += to - from - positive;
            from = to;
        }
        return twice / (2.0 * positives * negatives);
    }

    /** The curve from (0, 0) to (1, 1), thinned out evenly to at most {@code most} steps; empty without both kinds. */
    public List<Point> points(int most) {
        sort();
        long positives = positives(0, rows);
        long negatives = rows - positives;
        List<Point> points = new ArrayList<>();
        if (positives == 0 || negatives == 0) {
            return points;
        }
        points.add(new Point(0, 0));
        long above = 0;
        long aboveTrue = 0;
        int shown = 0;
        for (int to = rows; to > 0; ) {
            int from = groupStart(to);
            aboveTrue += positives(from, to);
            above += to - from;
            to = from;
            int due = (int) (above * most / rows);
            if (due > shown) {
                shown = due;
                points.add(new Point((double) (above - aboveTrue) / negatives, (double) aboveTrue / positives));
            }
        }
        return points;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(keys, 0, rows);
            sorted = true;
        }
    }

    private int groupEnd(int from) {
        int to = from + 1;
        while (to < rows && keys[to] >> 1 == keys[from] >> 1) {
            to++;
        }
        return to;
    }

    private int groupStart(int to) {
        int from = to - 1;
        while (from > 0 && keys[from - 1] >> 1 == keys[to - 1] >> 1) {
            from--;
        }
        return from;
    }

    private long positives(int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += keys[i] & 1;
        }
        return count;
    }
}
