package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;

/** Moves of rows between batch values and sequences, in runs of adjacent rows. Shapes have been checked. */
final class CpuSequences {
    private CpuSequences() {}

    static void last(Sequence x, Rows y) {
        Packing packing = x.packing();
        for (int t = 0; t < packing.steps(); t++) {
            int staying = staying(packing, t);
            RowJob.copy(x.all(), packing.offset(t) + staying, y.all(), staying, packing.rowsAt(t) - staying);
        }
    }

    /** The rows of x that are no example's last have been cleared. */
    static void atLast(Rows y, Sequence x) {
        Packing packing = x.packing();
        for (int t = 0; t < packing.steps(); t++) {
            int staying = staying(packing, t);
            RowJob.copy(y.all(), staying, x.all(), packing.offset(t) + staying, packing.rowsAt(t) - staying);
        }
    }

    static void expand(Rows y, Sequence x) {
        Packing packing = x.packing();
        for (int t = 0; t < packing.steps(); t++) {
            RowJob.copy(y.all(), 0, x.all(), packing.offset(t), packing.rowsAt(t));
        }
    }

    static void shift(Sequence x, Rows initial, Sequence y) {
        Packing packing = x.packing();
        RowJob.copy(initial.all(), 0, y.all(), 0, packing.rowsAt(0));
        for (int t = 1; t < packing.steps(); t++) {
            RowJob.copy(x.all(), packing.offset(t - 1), y.all(), packing.offset(t), packing.rowsAt(t));
        }
    }

    static void shiftReverse(Sequence x, Rows initial, Sequence y) {
        Packing packing = x.packing();
        Matrix all = y.all();
        for (int t = 0; t < packing.steps(); t++) {
            int staying = staying(packing, t);
            if (staying > 0) {
                RowJob.copy(x.all(), packing.offset(t + 1), all, packing.offset(t), staying);
            }
            RowJob.copy(initial.all(), staying, all, packing.offset(t) + staying, packing.rowsAt(t) - staying);
        }
    }

    /** Examples of equal length lie side by side: at each step, they move as one. */
    static void reverse(Sequence x, Sequence y) {
        Packing packing = x.packing();
        int from = 0;
        while (from < packing.batch()) {
            int length = packing.length(from);
            int to = packing.rowsAt(length - 1);
            for (int t = 0; t < length; t++) {
                int source = packing.offset(length - 1 - t) + from;
                RowJob.copy(x.all(), source, y.all(), packing.offset(t) + from, to - from);
            }
            from = to;
        }
    }

    static void lengths(Frame frame, Rows y) {
        Matrix all = y.all();
        for (int row = 0; row < all.rows(); row++) {
            all.set(row, 0, y.packing().length(frame.firstRow() + row));
        }
    }

    /** Rows of step t that live on. */
    private static int staying(Packing packing, int t) {
        return t + 1 < packing.steps() ? packing.rowsAt(t + 1) : 0;
    }
}
