package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.random.CounterRandom;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Operations that treat rows alike: copies, broadcasts, sums of rows' features, masks. */
final class RowJob extends Job {
    /** What is done with x, row by row. */
    enum Kind {
        /** x = y. */
        COPY,
        /** every row of x = y. */
        FILL_ROWS,
        /** x[r, f] = y[r, 0]. */
        BROADCAST_FEATURES,
        /** x[r, 0] = Σ_f y[r, f]. */
        SUM_FEATURES,
        /** x[r, 0] += Σ_f y[r, f]. */
        SUM_FEATURES_ADD,
        /** x = random 0 or value. */
        MASK
    }

    private static final int PART_ELEMENTS = 64 * 1024;
    private static final int MOST_PARTS = 64;

    private Kind kind;
    private Matrix x;
    private Matrix y;
    private float rate;
    private float value;
    private long key;
    private int parts;

    /** Takes an operation whose shapes have been checked; returns the number of parts. */
    int set(Kind kind, Matrix x, Matrix y) {
        this.kind = kind;
        this.x = x;
        this.y = y;
        long elements = (long) x.rows() * Math.max(x.cols(), y.cols());
        parts = (int) Math.max(1, Math.min(Math.min(x.rows(), MOST_PARTS), elements / PART_ELEMENTS));
        return parts;
    }

    /** Takes a mask. */
    int setMask(Matrix x, float rate, float value, long key) {
        this.rate = rate;
        this.value = value;
        this.key = key;
        return set(Kind.MASK, x, x);
    }

    @Override
    void part(int part, Worker worker) {
        int from = start(x.rows(), parts, part);
        int to = start(x.rows(), parts, part + 1);
        switch (kind) {
            case COPY -> copy(y, from, x, from, to - from);
            case FILL_ROWS -> fillRows(from, to, worker);
            case BROADCAST_FEATURES -> broadcastFeatures(from, to, worker);
            case SUM_FEATURES -> sumFeatures(from, to, worker, false);
            case SUM_FEATURES_ADD -> sumFeatures(from, to, worker, true);
            case MASK -> mask(from, to, worker);
        }
    }

    /** Copies rows between matrices of equal width. */
    static void copy(Matrix from, int fromRow, Matrix to, int toRow, int rows) {
        FloatBuffer source = from.arena().floats();
        FloatBuffer target = to.arena().floats();
        int width = from.cols();
        int at = place(from, fromRow);
        int put = place(to, toRow);
        if (from.stride() == width && to.stride() == width) {
            target.put(put, source, at, rows * width);
        } else {
            for (int r = 0; r < rows; r++) {
                target.put(put + r * to.stride(), source, at + r * from.stride(), width);
            }
        }
    }

    private void fillRows(int from, int to, Worker worker) {
        int width = x.cols();
        FloatBuffer memory = x.arena().floats();
        int block = x.stride() == width ? Math.max(1, Math.min(to - from, Worker.BLOCK / width)) : 1;
        float[] row = worker.scratch(1, block * width)[0];
        for (int r = 0; r < block; r++) {
            y.arena().floats().get((int) y.offset(), row, r * width, width);
        }
        for (int r = from; r < to; r += block) {
            memory.put(place(x, r), row, 0, Math.min(block, to - r) * width);
        }
    }

    private void broadcastFeatures(int from, int to, Worker worker) {
        int width = x.cols();
        float[] row = worker.scratch(1, width)[0];
        for (int r = from; r < to; r++) {
            Arrays.fill(row, 0, width, y.arena().floats().get(place(y, r)));
            x.arena().floats().put(place(x, r), row, 0, width);
        }
    }

    private void sumFeatures(int from, int to, Worker worker, boolean add) {
        int width = y.cols();
        FloatBuffer sums = x.arena().floats();
        float[] row = worker.scratch(1, width)[0];
        for (int r = from; r < to; r++) {
            y.arena().floats().get(place(y, r), row, 0, width);
            int at = place(x, r);
            float sum = sum(row, width);
            sums.put(at, add ? sums.get(at) + sum : sum);
        }
    }

    /** Four running sums, so that the additions do not wait for each other, joined pairwise. */
    private static float sum(float[] row, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int k = 0;
        for (; k + 3 < n; k += 4) {
            s0 += row[k];
            s1 += row[k + 1];
            s2 += row[k + 2];
            s3 += row[k + 3];
        }
        for (; k < n; k++) {
            s0 += row[k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private void mask(int from, int to, Worker worker) {
        int width = x.cols();
        float[] row = worker.scratch(1, width)[0];
        for (int r = from; r < to; r++) {
            long first = key + (long) r * width;
            for (int c = 0; c < width; c++) {
                float unit = CounterRandom.unit(CounterRandom.mix(CounterRandom.mix(first + c)));
                row[c] = unit >= rate ? value : 0f;
            }
            x.arena().floats().put(place(x, r), row, 0, width);
        }
    }

    private static int place(Matrix matrix, int row) {
        return (int) (matrix.offset() + (long) row * matrix.stride());
    }
}
