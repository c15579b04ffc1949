package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/** An {@link ElementOp} over matrices, in chunks that stay in the first-level cache. */
final class ElementJob extends Job {
    private static final int CHUNK = 1024;
    private static final int PART_ELEMENTS = 32 * 1024;
    private static final int MOST_PARTS = 64;
    private static final int MOST_OPERANDS = 4;

    private final Matrix[] operands = new Matrix[MOST_OPERANDS];
    private ElementOp op;
    private double p;
    private double q;
    private double r;
    private double s;
    private int parts;
    /** Without gaps in any operand: one long row. */
    private boolean flat;

    /** Takes an operation on matrices of equal sizes; returns the number of parts. */
    int set(ElementOp op, Matrix x, Matrix y, Matrix z, Matrix u, double p, double q, double r, double s) {
        this.op = op;
        operands[0] = x;
        operands[1] = y;
        operands[2] = z;
        operands[3] = u;
        this.p = p;
        this.q = q;
        this.r = r;
        this.s = s;
        flat = true;
        for (int i = 0; i < op.operands(); i++) {
            flat &= operands[i].isDense();
        }
        long most = flat ? Math.max(1, x.size()) : Math.max(1, x.rows());
        parts = (int) Math.max(1, Math.min(Math.min(most, MOST_PARTS), x.size() / PART_ELEMENTS));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        Matrix first = operands[0];
        if (flat) {
            int size = (int) first.size();
            int from = start(size, parts, part);
            range(0, from, start(size, parts, part + 1) - from, worker);
        } else {
            for (int row = start(first.rows(), parts, part); row < start(first.rows(), parts, part + 1); row++) {
                range(row, 0, first.cols(), worker);
            }
        }
    }

    private void range(int row, int from, int count, Worker worker) {
        int used = op.operands();
        float[][] arrays = worker.scratch(used, CHUNK);
        for (int at = from; at < from + count; at += CHUNK) {
            int n = Math.min(CHUNK, from + count - at);
            for (int i = 0; i < used; i++) {
                if (op.reads(i)) {
                    operands[i].arena().floats().get(place(operands[i], row, at), arrays[i], 0, n);
                }
            }
            ElementLoops.run(op, n, arrays, p, q, r, s);
            for (int i = 0; i < used; i++) {
                if (op.writes(i)) {
                    operands[i].arena().floats().put(place(operands[i], row, at), arrays[i], 0, n);
                }
            }
        }
    }

    private static int place(Matrix matrix, int row, int at) {
        return (int) (matrix.offset() + (long) row * matrix.stride() + at);
    }
}
