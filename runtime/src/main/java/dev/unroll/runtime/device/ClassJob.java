package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import java.nio.FloatBuffer;

/** Softmax over the classes of each row, and the losses that are made of it. Every row is computed for itself. */
final class ClassJob extends Job {
    /** What is done with x, row by row. */
    enum Kind {
        /** y = softmax of x. */
        SOFTMAX,
        /** y = log softmax of x. */
        LOG_SOFTMAX,
        /** y = cross entropy, one number for each row. */
        LOSS,
        /** y = its gradient. */
        GRADIENT
    }

    /** A class costs about ten times an addition. */
    private static final int PART_ELEMENTS = 8 * 1024;

    private static final int MOST_PARTS = 64;

    private Kind kind;
    private Matrix x;
    private Matrix y;
    private Matrix target;
    private Matrix g;
    private double smoothing;
    private float[] weights;
    private int parts;

    /** Takes an operation whose shapes have been checked; returns the number of parts. */
    int set(Kind kind, Matrix x, Matrix y) {
        this.kind = kind;
        this.x = x;
        this.y = y;
        parts = (int) Math.max(1, Math.min(Math.min(x.rows(), MOST_PARTS), x.size() / PART_ELEMENTS));
        return parts;
    }

    /** Takes a loss. */
    int setLoss(Matrix x, Matrix target, double smoothing, float[] weights, Matrix y) {
        this.target = target;
        this.smoothing = smoothing;
        this.weights = weights;
        return set(Kind.LOSS, x, y);
    }

    /** Takes a gradient. */
    int setGradient(Matrix x, Matrix target, Matrix g, double smoothing, float[] weights, Matrix y) {
        this.target = target;
        this.g = g;
        this.smoothing = smoothing;
        this.weights = weights;
        return set(Kind.GRADIENT, x, y);
    }

    @Override
    void part(int part, Worker worker) {
        int n = x.cols();
        float[][] arrays = worker.scratch(2, n);
        float[] row = arrays[0];
        float[] powers = arrays[1];
        FloatBuffer result = y.arena().floats();
        for (int r = start(x.rows(), parts, part); r < start(x.rows(), parts, part + 1); r++) {
            x.arena().floats().get(place(x, r), row, 0, n);
            shift(n, row, max(n, row));
            double sum = worker.exponential.exp(n, row, powers);
            switch (kind) {
                case SOFTMAX -> {
                    scale(n, powers, (float) (1 / sum));
                    result.put(place(y, r), powers, 0, n);
                }
                case LOG_SOFTMAX -> {
                    shift(n, row, (float) Math.log(sum));
                    result.put(place(y, r), row, 0, n);
                }
                case LOSS -> result.put(place(y, r), (float) loss(n, row, Math.log(sum), label(r)));
                case GRADIENT -> {
                    gradient(n, powers, sum, r);
                    result.put(place(y, r), powers, 0, n);
                }
            }
        }
    }

    private double loss(int n, float[] row, double log, int label) {
        double others = 0;
        if (smoothing > 0) {
            for (int c = 0; c < n; c++) {
                others += row[c];
            }
            others *= smoothing / n;
        }
        return weight(label) * (log - (1 - smoothing) * row[label] - others);
    }

    private void gradient(int n, float[] powers, double sum, int r) {
        int label = label(r);
        double factor = weight(label) * g.arena().floats().get(place(g, r));
        // The one element in which two numbers near each other are subtracted, in double.
        double own = powers[label] / sum - smoothing / n - (1 - smoothing);
        scaleShift(n, powers, (float) (factor / sum), (float) (factor * smoothing / n));
        powers[label] = (float) (factor * own);
    }

    private double weight(int label) {
        return weights.length == 0 ? 1 : weights[label];
    }

    private int label(int row) {
        return (int) target.arena().floats().get(place(target, row));
    }

    /** The greatest of n numbers; NaN if one is. */
    static float max(int n, float[] x) {
        float most = x[0];
        for (int k = 1; k < n; k++) {
            most = Math.max(most, x[k]);
        }
        return most;
    }

    private static void shift(int n, float[] x, float by) {
        for (int k = 0; k < n; k++) {
            x[k] -= by;
        }
    }

    private static void scale(int n, float[] x, float factor) {
        for (int k = 0; k < n; k++) {
            x[k] *= factor;
        }
    }

    private static void scaleShift(int n, float[] x, float factor, float by) {
        for (int k = 0; k < n; k++) {
            x[k] = x[k] * factor - by;
        }
    }

    private static int place(Matrix matrix, int row) {
        return (int) (matrix.offset() + (long) row * matrix.stride());
    }
}
