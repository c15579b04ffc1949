package dev.unroll.runtime.memory;

import java.util.Arrays;

/**
 * The lengths of a batch of sequences and where their tokens lie. Rows are sorted by descending length (examples of equal
 * length keep their order) and stored time-major without padding: step {@code t} holds the {@code rowsAt(t)} rows still alive,
 * starting at token {@code offset(t)}.
 *
 * <p>A batch with several axes has a packing for each, see {@link Packings}.
 *
 * <p>{@link #set} re-fills a packing in place; frames copy what they are given, so a packing may be re-used for the next batch.
 */
public final class Packing {
    private int batch;
    private int steps;
    private int tokens;
    private int[] lengths = new int[0];
    private int[] sources = new int[0];
    private int[] places = new int[0];
    private int[] rowOfSource = new int[0];
    private int[] rowsAt = new int[0];
    private int[] offsets = new int[1];

    private Packing() {}

    /** No rows yet; to be filled by {@link #set}. */
    public static Packing empty() {
        return new Packing();
    }

    /** {@code batch} sequences of {@code steps} steps each. */
    public static Packing equal(int batch, int steps) {
        Packing packing = new Packing();
        packing.setEqual(batch, steps);
        return packing;
    }

    /** One sequence for each length, in the caller's order. */
    public static Packing of(int... lengths) {
        Packing packing = new Packing();
        packing.set(lengths);
        return packing;
    }

    /** Re-fills with {@code batch} sequences of {@code steps} steps each. */
    public void setEqual(int batch, int steps) {
        require(batch > 0, "a batch needs at least one row");
        require(steps > 0, "a sequence needs at least one step");
        reserve(batch, steps);
        Arrays.fill(lengths, 0, batch, steps);
        for (int row = 0; row < batch; row++) {
            sources[row] = row;
            places[row] = row;
        }
        Arrays.fill(rowsAt, 0, steps, batch);
        finish(batch, steps);
    }

    /** Re-fills with one sequence for each length. */
    public void set(int[] lengths) {
        set(lengths, lengths.length);
    }

    /**
     * Re-fills with one sequence for each of the first {@code count} lengths, without allocating when such sizes were seen before.
     *
     * @throws IllegalArgumentException if there is no row or a length is not positive; the message names the row
     */
    public void set(int[] lengths, int count) {
        require(count > 0 && count <= lengths.length, "a batch needs at least one row");
        int longest = 0;
        for (int row = 0; row < count; row++) {
            if (lengths[row] <= 0) {
                throw new IllegalArgumentException(
                        "row " + row + " has length " + lengths[row] + "; sequences need at least one step");
            }
            longest = Math.max(longest, lengths[row]);
        }
        reserve(count, longest);
        // Counting sort: rowsAt[t] = number of sequences longer than t, which is also where those of length t begin.
        Arrays.fill(rowsAt, 0, longest + 1, 0);
        for (int row = 0; row < count; row++) {
            rowsAt[lengths[row] - 1]++;
        }
        for (int t = longest - 2; t >= 0; t--) {
            rowsAt[t] += rowsAt[t + 1];
        }
        // offsets serves as the next free row for each length before it takes its own values in finish.
        for (int length = 1; length <= longest; length++) {
            offsets[length] = rowsAt[length];
        }
        for (int row = 0; row < count; row++) {
            int place = offsets[lengths[row]]++;
            this.lengths[place] = lengths[row];
            sources[place] = row;
            places[place] = place;
        }
        finish(count, longest);
    }

    /** Makes {@link #place} point into the order of {@code first}, which packs the same examples. */
    void placeIn(Packing first) {
        int[] rowOf = first.rowOfSource;
        for (int row = 0; row < batch; row++) {
            places[row] = this == first ? row : rowOf[sources[row]];
        }
    }

    /** Lets others find where each of the caller's examples went. */
    void invert() {
        if (rowOfSource.length < batch) {
            rowOfSource = new int[batch];
        }
        for (int row = 0; row < batch; row++) {
            rowOfSource[sources[row]] = row;
        }
    }

    /** Takes the other's content; true if rows or lengths differ from before. */
    boolean copyFrom(Packing other) {
        boolean changed = batch != other.batch || steps != other.steps;
        reserve(other.batch, other.steps);
        for (int row = 0; row < other.batch; row++) {
            changed |= lengths[row] != other.lengths[row] || places[row] != other.places[row];
            places[row] = other.places[row];
            lengths[row] = other.lengths[row];
            sources[row] = other.sources[row];
        }
        System.arraycopy(other.rowsAt, 0, rowsAt, 0, other.steps);
        finish(other.batch, other.steps);
        return changed;
    }

    private void reserve(int batch, int steps) {
        if (lengths.length < batch) {
            lengths = new int[batch];
            sources = new int[batch];
            places = new int[batch];
        }
        if (rowsAt.length < steps + 1) {
            rowsAt = new int[steps + 1];
            offsets = new int[steps + 1];
        }
    }

    private void finish(int batch, int steps) {
        int token = 0;
        for (int t = 0; t < steps; t++) {
            offsets[t] = token;
            token = Math.addExact(token, rowsAt[t]);
        }
        offsets[steps] = token;
        this.batch = batch;
        this.steps = steps;
        this.tokens = token;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Number of sequences. */
    public int batch() {
        return batch;
    }

    /** Length of the longest sequence. */
    public int steps() {
        return steps;
    }

    /** Sum of all lengths. */
    public int tokens() {
        return tokens;
    }

    /** Rows alive at step {@code t}. */
    public int rowsAt(int t) {
        return rowsAt[checkStep(t)];
    }

    /** Token at which step {@code t} begins. */
    public int offset(int t) {
        return offsets[checkStep(t)];
    }

    /** Whether all sequences have the same length. */
    public boolean equalLengths() {
        return tokens == batch * (long) steps;
    }

    /** Length of a sorted row. */
    public int length(int row) {
        return lengths[checkRow(row)];
    }

    /** The caller's index of a sorted row. */
    public int source(int row) {
        return sources[checkRow(row)];
    }

    /** The row of the batch that holds a sorted row's example; the same row unless another axis gives the batch its order. */
    public int place(int row) {
        return places[checkRow(row)];
    }

    private int checkStep(int t) {
        if (t < 0 || t >= steps) {
            throw new IndexOutOfBoundsException("step " + t + " of " + steps);
        }
        return t;
    }

    private int checkRow(int row) {
        if (row < 0 || row >= batch) {
            throw new IndexOutOfBoundsException("row " + row + " of " + batch);
        }
        return row;
    }

    @Override
    public String toString() {
        return batch + " sequences, " + steps + " steps, " + tokens + " tokens";
    }
}
