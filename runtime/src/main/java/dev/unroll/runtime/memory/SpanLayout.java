package dev.unroll.runtime.memory;

import java.util.Arrays;

/**
 * Where each example's positions of one axis lie when they are side by side, examples in the order of the axis that reads them: those
 * alive at a step of the reader come first.
 */
public final class SpanLayout {
    private final int axis;
    private final int by;
    private int[] starts = new int[1];
    private int[] axisRows = new int[0];
    private int[] rowAtPlace = new int[0];
    private int[] pairOffsets = new int[1];
    private Packing positions;

    SpanLayout(int axis, int by) {
        this.axis = axis;
        this.by = by;
    }

    boolean is(int otherAxis, int otherBy) {
        return axis == otherAxis && by == otherBy;
    }

    void bind(Packings packings) {
        positions = packings.axis(axis);
        Packing readers = packings.axis(by);
        int batch = packings.batch();
        if (axisRows.length < batch) {
            axisRows = new int[batch];
            rowAtPlace = new int[batch];
            starts = new int[batch + 1];
        }
        for (int row = 0; row < batch; row++) {
            rowAtPlace[positions.place(row)] = row;
        }
        for (int reader = 0; reader < batch; reader++) {
            axisRows[reader] = rowAtPlace[readers.place(reader)];
            starts[reader + 1] = Math.addExact(starts[reader], positions.length(axisRows[reader]));
        }
        if (pairOffsets.length <= readers.steps()) {
            pairOffsets = Arrays.copyOf(pairOffsets, readers.steps() + 1);
        }
        for (int t = 0; t < readers.steps(); t++) {
            pairOffsets[t + 1] = Math.addExact(pairOffsets[t], starts[readers.rowsAt(t)]);
        }
    }

    /** First span of a reader of the whole batch; of the number of readers, the number of spans. */
    public int start(int reader) {
        return starts[reader];
    }

    /** The row that a reader's example has in the order of the axis whose positions these are. */
    public int axisRow(int reader) {
        return axisRows[reader];
    }

    /** The packing of the axis whose positions these are. */
    public Packing positions() {
        return positions;
    }

    /** First pair of step {@code t}. */
    int pairOffset(int t) {
        return pairOffsets[t];
    }
}
