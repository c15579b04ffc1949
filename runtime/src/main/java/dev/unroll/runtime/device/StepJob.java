package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Sums and softmax over each example's steps, cut by examples: all steps of one are computed by one thread, in their order. */
final class StepJob extends Job {
    private static final int PART_ELEMENTS = 16 * 1024;
    private static final int MOST_PARTS = 64;

    private Sequence x;
    private Rows sums;
    private Sequence y;
    private int parts;

    /** Takes a sum over steps; returns the number of parts. */
    int setSum(Sequence x, Rows sums) {
        this.sums = sums;
        return set(x, null);
    }

    /** Takes a softmax over steps; returns the number of parts. */
    int setSoftmax(Sequence x, Sequence y) {
        this.sums = null;
        return set(x, y);
    }

    private int set(Sequence x, Sequence y) {
        this.x = x;
        this.y = y;
        int batch = x.packing().batch();
        parts = (int) Math.max(1, Math.min(Math.min(batch, MOST_PARTS), x.all().size() / PART_ELEMENTS));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        int batch = x.packing().batch();
        float[][] arrays = worker.scratch(3, x.width());
        for (int row = start(batch, parts, part); row < start(batch, parts, part + 1); row++) {
            if (sums != null) {
                sum(row, arrays[0], arrays[1]);
            } else {
                softmax(row, arrays[0], arrays[1], arrays[2]);
            }
        }
    }

    private void sum(int row, float[] sum, float[] step) {
        int width = x.width();
        Arrays.fill(sum, 0, width, 0f);
        for (int t = 0; t < x.packing().length(row); t++) {
            x.all().arena().floats().get(place(x, t, row), step, 0, width);
            add(width, step, sum);
        }
        Matrix all = sums.all();
        all.arena().floats().put((int) (all.offset() + (long) row * all.stride()), sum, 0, width);
    }

    private void softmax(int row, float[] most, float[] sum, float[] step) {
        int width = x.width();
        int length = x.packing().length(row);
        FloatBuffer from = x.all().arena().floats();
        FloatBuffer to = y.all().arena().floats();
        Arrays.fill(most, 0, width, Float.NEGATIVE_INFINITY);
        for (int t = 0; t < length; t++) {
            from.get(place(x, t, row), step, 0, width);
            max(width, step, most);
        }
        Arrays.fill(sum, 0, width, 0f);
        for (int t = 0; t < length; t++) {
            from.get(place(x, t, row), step, 0, width);
            exp(width, step, most);
            add(width, step, sum);
            to.put(place(y, t, row), step, 0, width);
        }
        for (int t = 0; t < length; t++) {
            to.get(place(y, t, row), step, 0, width);
            divide(width, step, sum);
            to.put(place(y, t, row), step, 0, width);
        }
    }

    private static void add(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k];
        }
    }

    private static void max(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] = Math.max(x[k], y[k]);
        }
    }

    private static void exp(int n, float[] x, float[] most) {
        for (int k = 0; k < n; k++) {
            x[k] = FloatMath.exp(x[k] - most[k]);
        }
    }

    private static void divide(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            x[k] /= y[k];
        }
    }

    private static int place(Sequence sequence, int t, int row) {
        Packing packing = sequence.packing();
        Matrix all = sequence.all();
        return (int) (all.offset() + (long) (packing.offset(t) + row) * all.stride());
    }
}
