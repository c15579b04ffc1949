package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums over rows and over squares. The tree of additions follows from the size alone: leaves of a few rows in float, parts, and
 * the parts in order.
 */
final class SumJob extends Job {
    private static final int LEAF_ROWS = 32;
    private static final int CHUNK = 1024;
    private static final int LEAF_CHUNKS = 16;
    private static final int PART_ELEMENTS = 64 * 1024;
    private static final int MOST_PARTS = 16;

    private Matrix a;
    private boolean squares;
    private int parts;
    private float[][] sums = new float[MOST_PARTS][0];
    private final double[] norms = new double[MOST_PARTS];

    /** Takes a sum over the rows of a; returns the number of parts. */
    int setRows(Matrix a) {
        this.a = a;
        squares = false;
        parts = (int) Math.max(1, Math.min(Math.min(MOST_PARTS, a.rows() / LEAF_ROWS), a.size() / PART_ELEMENTS));
        for (int part = 0; part < parts; part++) {
            if (sums[part].length < a.cols()) {
                sums[part] = new float[a.cols()];
            }
        }
        return parts;
    }

    /** Takes a sum of squares of a dense matrix; returns the number of parts. */
    int setSquares(Matrix a) {
        this.a = a;
        squares = true;
        parts = (int) Math.max(1, Math.min(MOST_PARTS, a.size() / PART_ELEMENTS));
        return parts;
    }

    /** After all parts: the sums of the columns, valid until the next sum. */
    float[] rowSums() {
        float[] total = sums[0];
        for (int part = 1; part < parts; part++) {
            add(a.cols(), sums[part], total);
        }
        return total;
    }

    /** After all parts: the sum of squares. */
    double squaredNorm() {
        double total = 0;
        for (int part = 0; part < parts; part++) {
            total += norms[part];
        }
        return total;
    }

    @Override
    void part(int part, Worker worker) {
        if (squares) {
            int size = (int) a.size();
            norms[part] = squares(start(size, parts, part), start(size, parts, part + 1), worker);
        } else {
            rows(start(a.rows(), parts, part), start(a.rows(), parts, part + 1), sums[part], worker);
        }
    }

    private void rows(int from, int to, float[] total, Worker worker) {
        int width = a.cols();
        float[][] arrays = worker.scratch(5, width);
        FloatBuffer memory = a.arena().floats();
        Arrays.fill(total, 0, width, 0f);
        for (int leaf = from; leaf < to; leaf += LEAF_ROWS) {
            float[] sum = arrays[4];
            Arrays.fill(sum, 0, width, 0f);
            int end = Math.min(to, leaf + LEAF_ROWS);
            int row = leaf;
            for (; row + 3 < end; row += 4) {
                for (int i = 0; i < 4; i++) {
                    memory.get(place(row + i), arrays[i], 0, width);
                }
                addFour(width, arrays[0], arrays[1], arrays[2], arrays[3], sum);
            }
            for (; row < end; row++) {
                memory.get(place(row), arrays[0], 0, width);
                add(width, arrays[0], sum);
            }
            add(width, sum, total);
        }
    }

    private double squares(int from, int to, Worker worker) {
        float[][] arrays = worker.scratch(2, CHUNK);
        float[] sum = arrays[1];
        double total = 0;
        int leaf = LEAF_CHUNKS * CHUNK;
        for (int start = from; start < to; start += leaf) {
            Arrays.fill(sum, 0, CHUNK, 0f);
            int end = Math.min(to, start + leaf);
            for (int at = start; at < end; at += CHUNK) {
                int n = Math.min(CHUNK, end - at);
                a.arena().floats().get((int) a.offset() + at, arrays[0], 0, n);
                addSquare(n, arrays[0], sum);
            }
            for (int k = 0; k < CHUNK; k++) {
                total += sum[k];
            }
        }
        return total;
    }

    private static void add(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k];
        }
    }

    private static void addSquare(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k] * x[k];
        }
    }

    private static void addFour(int n, float[] x, float[] y, float[] z, float[] u, float[] sum) {
        for (int k = 0; k < n; k++) {
            sum[k] += (x[k] + y[k]) + (z[k] + u[k]);
        }
    }

    private int place(int row) {
        return (int) (a.offset() + (long) row * a.stride());
    }
}
