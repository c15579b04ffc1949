package dev.unroll.runtime.memory;

/** A value of a frame that moves when the frame is packed. */
interface View {
    /** Re-binds to rows {@code from} (inclusive) to {@code to} (exclusive), in the order of the axis that the view belongs to. */
    void bind(Packings packings, int from, int to);

    /** Rows of the batch rows {@code from..to} alive at step {@code t}. */
    static int alive(Packing packing, int t, int from, int to) {
        return Math.max(0, Math.min(packing.rowsAt(t), to) - from);
    }

    /** Steps at which at least one of the rows from {@code from} on is alive. */
    static int steps(Packing packing, int from) {
        return packing.length(from);
    }

    /** Checks a column range of a value. */
    static void requireColumns(int from, int to, int width) {
        if (from < 0 || to <= from || to > width) {
            throw new IndexOutOfBoundsException("columns " + from + " to " + to + " of " + width);
        }
    }
}
