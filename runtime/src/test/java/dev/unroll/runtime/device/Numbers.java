package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.random.CounterRandom;

/** Repeatable contents for matrices. */
final class Numbers {
    private Numbers() {}

    /** Uniform in [-limit, limit), multiples of 2^-24 of it. */
    static Matrix fill(Matrix matrix, int stream, double limit) {
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                float unit = CounterRandom.unit(7, 0, stream, (long) r * matrix.cols() + c);
                matrix.setDouble(r, c, (float) ((2 * unit - 1) * limit));
            }
        }
        return matrix;
    }

    /** All elements. */
    static double[][] of(Matrix matrix) {
        double[][] values = new double[matrix.rows()][matrix.cols()];
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                values[r][c] = matrix.getDouble(r, c);
            }
        }
        return values;
    }
}
