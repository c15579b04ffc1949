package dev.unroll.runtime.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of one input or output for any number of examples: one row of {@code width} numbers per example, or one row per
 * step of each example. Lengths may differ; nothing is padded. Immutable.
 */
public final class Values {
    private final float[] numbers;
    private final int[] start; // of each example's first number
    private final int[] length; // rows of each example
    private final int width;
    private final boolean sequence;

    private Values(float[] numbers, int[] start, int[] length, int width, boolean sequence) {
        this.numbers = numbers;
        this.start = start;
        this.length = length;
        this.width = width;
        this.sequence = sequence;
    }

    /** One example, a sequence of single numbers. */
    public static Values sequence(float[] steps) {
        return sequences(new float[][] {steps});
    }

    /** One example, a sequence of rows. */
    public static Values sequence(float[][] steps) {
        return sequences(new float[][][] {steps});
    }

    /** Sequences of single numbers, {@code [example][step]}; lengths may differ. */
    public static Values sequences(float[][] examples) {
        int total = 0;
        int[] start = new int[examples.length];
        int[] length = new int[examples.length];
        for (int k = 0; k < examples.length; k++) {
            start[k] = total;
            length[k] = examples[k].length;
            total = Math.addExact(total, length[k]);
        }
        float[] numbers = new float[total];
        for (int k = 0; k < examples.length; k++) {
            System.arraycopy(examples[k], 0, numbers, start[k], length[k]);
        }
        return new Values(numbers, start, length, 1, true);
    }

    /**
     * Sequences of rows, {@code [example][step][feature]}; lengths may differ.
     *
     * @throws DataException when rows differ in width
     */
    public static Values sequences(float[][][] examples) {
        int width = 0;
        int rows = 0;
        for (float[][] example : examples) {
            rows = Math.addExact(rows, example.length);
            width = width == 0 && example.length > 0 ? example[0].length : width;
        }
        float[] numbers = new float[Math.multiplyExact(rows, width)];
        int[] start = new int[examples.length];
        int[] length = new int[examples.length];
        int at = 0;
        for (int k = 0; k < examples.length; k++) {
            start[k] = at;
            length[k] = examples[k].length;
            for (int t = 0; t < length[k]; t++) {
                requireWidth("example " + k + ", step " + t, examples[k][t].length, width);
                System.arraycopy(examples[k][t], 0, numbers, at, width);
                at += width;
            }
        }
        return new Values(numbers, start, length, width, true);
    }

    /**
     * Sequences of one length.
     *
     * @param array {@code [B, T, width]}, or one example {@code [T, width]}, or, of width 1, {@code [T]}; copied
     * @throws DataException when it has another shape
     */
    public static Values sequences(INDArray array, int width) {
        boolean many = array.rank() == 3;
        boolean fits = (many || array.rank() == 2) ? array.size(-1) == width : (array.rank() == 1 && width == 1);
        if (!fits) {
            throw wrongShape(array, "[examples, steps, " + width + "] or, for one example, [steps, " + width + "]");
        }
        int examples = many ? (int) array.size(0) : 1;
        int steps = (int) array.size(many ? 1 : 0);
        int[] start = new int[examples];
        int[] length = new int[examples];
        Arrays.setAll(start, k -> k * steps * width);
        Arrays.fill(length, steps);
        return new Values(array.dup('c').data().asFloat(), start, length, width, true);
    }

    /** One example of one number. */
    public static Values number(float number) {
        return numbers(new float[] {number});
    }

    /** One number per example. */
    public static Values numbers(float[] examples) {
        return rows(examples.clone(), 1, false);
    }

    /** One example of one row. */
    public static Values vector(float[] row) {
        return rows(row.clone(), row.length, false);
    }

    /**
     * One row per example.
     *
     * @throws DataException when rows differ in width
     */
    public static Values vectors(float[][] examples) {
        int width = examples.length == 0 ? 0 : examples[0].length;
        float[] numbers = new float[Math.multiplyExact(examples.length, width)];
        for (int k = 0; k < examples.length; k++) {
            requireWidth("example " + k, examples[k].length, width);
            System.arraycopy(examples[k], 0, numbers, k * width, width);
        }
        return rows(numbers, width, false);
    }

    /**
     * One row per example.
     *
     * @param array {@code [B, width]}, or, of width 1, {@code [B]}; copied
     * @throws DataException when it has another shape
     */
    public static Values vectors(INDArray array, int width) {
        if (!(array.rank() == 2 && array.size(1) == width) && !(array.rank() == 1 && width == 1)) {
            throw wrongShape(array, "[examples, " + width + "]");
        }
        return rows(array.dup('c').data().asFloat(), width, false);
    }

    /** Windows of {@code length} rows that begin every {@code step} rows, sharing the series' numbers. */
    public static Values windows(Series series, int count, int step, int length) {
        int seriesWidth = series.width();
        int[] start = new int[count];
        int[] lengths = new int[count];
        Arrays.setAll(start, k -> k * step * seriesWidth);
        Arrays.fill(lengths, length);
        return new Values(series.numbers(), start, lengths, seriesWidth, true);
    }

    /** The {@code target} rows after each window, joined into one row, sharing the series' numbers. */
    public static Values following(Series series, int count, int step, int length, int target) {
        int seriesWidth = series.width();
        int[] start = new int[count];
        int[] lengths = new int[count];
        Arrays.setAll(start, k -> (k * step + length) * seriesWidth);
        Arrays.fill(lengths, 1);
        return new Values(series.numbers(), start, lengths, seriesWidth * target, false);
    }

    /** Rows of {@code width} numbers, one per example; the array is kept. */
    static Values rows(float[] numbers, int width, boolean sequence) {
        int examples = width == 0 ? 0 : numbers.length / width;
        int[] start = new int[examples];
        int[] length = new int[examples];
        Arrays.setAll(start, k -> k * width);
        Arrays.fill(length, 1);
        return new Values(numbers, start, length, width, sequence);
    }

    /** Room for results laid out like an output of this width over examples of these lengths (1 each unless a sequence). */
    public static Values blank(int[] lengths, int width, boolean sequence) {
        int[] start = new int[lengths.length];
        int[] length = new int[lengths.length];
        int at = 0;
        for (int k = 0; k < lengths.length; k++) {
            start[k] = at;
            length[k] = sequence ? lengths[k] : 1;
            at = Math.addExact(at, Math.multiplyExact(length[k], width));
        }
        return new Values(new float[at], start, length, width, sequence);
    }

    /** How many examples. */
    public int examples() {
        return start.length;
    }

    /** Numbers per row. */
    public int width() {
        return width;
    }

    /** Whether examples have one row per step instead of one row. */
    public boolean isSequence() {
        return sequence;
    }

    /** Rows of an example. */
    public int length(int example) {
        return length[example];
    }

    /** One number: feature {@code feature} of row {@code row} of an example. */
    public float get(int example, int row, int feature) {
        if (row < 0 || row >= length[example] || feature < 0 || feature >= width) {
            throw new IndexOutOfBoundsException("row " + row + ", feature " + feature + " of example " + example);
        }
        return numbers[start[example] + row * width + feature];
    }

    /** The only number of an example. */
    public float number(int example) {
        requireOne(length[example] * width);
        return numbers[start[example]];
    }

    /** The only number of each example. */
    public float[] numbers() {
        float[] all = new float[examples()];
        for (int k = 0; k < all.length; k++) {
            all[k] = number(k);
        }
        return all;
    }

    /** All numbers of an example: its row, or its steps when they are of width 1. */
    public float[] row(int example) {
        return Arrays.copyOfRange(numbers, start[example], start[example] + length[example] * width);
    }

    /** {@link #row} of each example. */
    public float[][] rows() {
        float[][] all = new float[examples()][];
        Arrays.setAll(all, this::row);
        return all;
    }

    /** An example's rows, {@code [step][feature]}. */
    public float[][] steps(int example) {
        float[][] rows = new float[length[example]][];
        Arrays.setAll(rows, t -> {
            int from = start[example] + t * width;
            return Arrays.copyOfRange(numbers, from, from + width);
        });
        return rows;
    }

    /** {@link #steps} of each example. */
    public float[][][] allSteps() {
        float[][][] all = new float[examples()][][];
        Arrays.setAll(all, this::steps);
        return all;
    }

    /**
     * A new array, {@code [B, width]}, or {@code [B, T, width]} of a sequence.
     *
     * @throws IllegalStateException when lengths differ, which no array can hold
     */
    public INDArray toArray() {
        int steps = examples() == 0 ? 0 : length[0];
        for (int k = 0; k < examples(); k++) {
            if (length[k] != steps) {
                throw new IllegalStateException("example " + k + " has " + length[k] + " steps and example 0 has "
                        + steps + "; no array holds both: use predictAll");
            }
        }
        float[] flat = new float[examples() * steps * width];
        for (int k = 0; k < examples(); k++) {
            System.arraycopy(numbers, start[k], flat, k * steps * width, steps * width);
        }
        long[] shape = sequence ? new long[] {examples(), steps, width} : new long[] {examples(), width};
        return Nd4j.createFromArray(flat).reshape('c', shape);
    }

    /** Rows as sequences of one step each, sharing the numbers. */
    public Values asSteps() {
        return new Values(numbers, start, length, width, true);
    }

    /** Examples {@code from} (inclusive) to {@code to} (exclusive), sharing the numbers. */
    public Values slice(int from, int to) {
        return new Values(
                numbers, Arrays.copyOfRange(start, from, to), Arrays.copyOfRange(length, from, to), width, sequence);
    }

    /** Some examples, in this order, sharing the numbers. */
    public Values select(int[] examples) {
        int[] from = new int[examples.length];
        int[] rows = new int[examples.length];
        for (int k = 0; k < examples.length; k++) {
            from[k] = start[examples[k]];
            rows[k] = length[examples[k]];
        }
        return new Values(numbers, from, rows, width, sequence);
    }

    /** Sequences without some of their steps, sharing the numbers: of example k, {@code steps[k]} from {@code first[k]} on. */
    public Values steps(int[] first, int[] steps) {
        int[] from = new int[start.length];
        for (int k = 0; k < from.length; k++) {
            Objects.checkFromIndexSize(first[k], steps[k], length[k]);
            from[k] = start[k] + first[k] * width;
        }
        return new Values(numbers, from, steps.clone(), width, sequence);
    }

    /**
     * Rows of the same examples, sharing the numbers.
     *
     * @param examples of which new example k is a part
     * @param from its first row there
     * @param count its rows, at least one
     */
    public Values rows(int[] examples, int[] from, int[] count) {
        int[] starts = new int[examples.length];
        for (int k = 0; k < examples.length; k++) {
            if (from[k] < 0 || count[k] < 1 || from[k] + count[k] > length[examples[k]]) {
                throw new IndexOutOfBoundsException(count[k] + " rows from " + from[k] + " on of example " + examples[k]
                        + ", which has " + length[examples[k]]);
            }
            starts[k] = start[examples[k]] + from[k] * width;
        }
        return new Values(numbers, starts, count.clone(), width, sequence);
    }

    /** The same with every number scaled. */
    public Values scaled(Scaler scaler) {
        if (scaler.isIdentity()) {
            return this;
        }
        return new Values(scaler.scale(numbers), start, length, width, sequence);
    }

    /** The same, scaled numbers brought back into the data's units. */
    public Values restored(Scaler scaler) {
        if (scaler.isIdentity()) {
            return this;
        }
        float[] units = numbers.clone();
        scaler.restore(units, units.length);
        return new Values(units, start, length, width, sequence);
    }

    /**
     * Every row these values have, once, though windows share rows.
     *
     * @param width numbers per row; each part's own width is a multiple
     */
    public static float[] distinctRows(int width, List<Values> parts) {
        IdentityHashMap<float[], BitSet> seen = new IdentityHashMap<>();
        List<float[]> order = new ArrayList<>();
        int total = 0;
        for (Values part : parts) {
            BitSet rows = seen.computeIfAbsent(part.numbers, numbers -> {
                order.add(numbers);
                return new BitSet();
            });
            for (int k = 0; k < part.examples(); k++) {
                int from = part.start[k] / width;
                rows.set(from, from + part.length[k] * part.width / width);
            }
        }
        for (float[] numbers : order) {
            total += seen.get(numbers).cardinality() * width;
        }
        float[] distinct = new float[total];
        int at = 0;
        for (float[] numbers : order) {
            BitSet rows = seen.get(numbers);
            for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
                System.arraycopy(numbers, r * width, distinct, at, width);
                at += width;
            }
        }
        return distinct;
    }

    /** Copies row {@code row} of an example to {@code into}, from index {@code at} on. */
    public void copy(int example, int row, float[] into, int at) {
        int from = start[example] + row * width;
        if (width == 1) {
            into[at] = numbers[from];
        } else {
            System.arraycopy(numbers, from, into, at, width);
        }
    }

    /** Overwrites one row; only for values made by {@link #blank} that nobody else has seen yet. */
    public void put(int example, int row, float[] from, int at) {
        System.arraycopy(from, at, numbers, start[example] + row * width, width);
    }

    private void requireOne(int found) {
        if (found != 1) {
            throw new IllegalStateException("an example has " + found + " numbers, not 1");
        }
    }

    private static void requireWidth(String where, int found, int expected) {
        if (found != expected) {
            throw new DataException(where + " has " + found + " numbers, but the first row has " + expected);
        }
    }

    private static DataException wrongShape(INDArray array, String expected) {
        return new DataException(
                "array of shape " + Arrays.toString(array.shape()) + " where " + expected + " is expected");
    }
}
