package dev.unroll.runtime.weights;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.random.CounterRandom;
import java.util.Arrays;

/**
 * Starting values: pure functions of seed, weight number and element, computed in double and rounded once, so that they do not
 * depend on device or threads.
 */
final class Initializer {
    /** The step coordinate of starting values; training steps count from 0. */
    private static final long STEP = -1;

    private Initializer() {}

    static void initialize(ParameterView view, int number, long seed) {
        Matrix weight = view.weight();
        double[] values = new double[Math.toIntExact(weight.size())];
        // A vector feeds n elements into one (a score) or scales n: both fans are n, as in Keras.
        int fanIn = view.vector() ? weight.cols() : weight.rows();
        int fanOut = weight.cols();
        switch (view.init().rule()) {
            case CONSTANT -> Arrays.fill(values, view.init().value());
            case GLOROT -> uniform(values, Math.sqrt(6.0 / (fanIn + fanOut)), seed, number);
            case HE -> normal(values, Math.sqrt(2.0 / fanIn), seed, number);
            case ORTHOGONAL -> orthogonal(values, weight.rows(), weight.cols(), seed, number);
        }
        weight.set(values);
    }

    private static void uniform(double[] values, double limit, long seed, int number) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * CounterRandom.unitDouble(seed, STEP, number, i) - 1) * limit;
        }
    }

    private static void normal(double[] values, double deviation, long seed, int number) {
        for (int i = 0; i < values.length; i++) {
            values[i] = CounterRandom.normal(seed, STEP, number, i) * deviation;
        }
    }

    /**
     * Modified Gram-Schmidt on a normal matrix, {@code [rows, cols]} with orthonormal columns, or rows where those are fewer. The
     * sign of each vector is that of the normal one, which makes the distribution uniform over orthogonal matrices.
     */
    private static void orthogonal(double[] values, int rows, int cols, long seed, int number) {
        normal(values, 1, seed, number);
        boolean tall = rows >= cols;
        int size = Math.max(rows, cols);
        int vectors = Math.min(rows, cols);
        // v[c][j]: component c of vector j, so that both inner loops run over vectors.
        double[][] v = new double[size][vectors];
        for (int c = 0; c < size; c++) {
            for (int j = 0; j < vectors; j++) {
                v[c][j] = tall ? values[c * cols + j] : values[j * cols + c];
            }
        }
        double[] product = new double[vectors];
        for (int k = 0; k < vectors; k++) {
            normalize(v, k);
            Arrays.fill(product, 0);
            for (double[] component : v) {
                double q = component[k];
                for (int j = k + 1; j < vectors; j++) {
                    product[j] += q * component[j];
                }
            }
            for (double[] component : v) {
                double q = component[k];
                for (int j = k + 1; j < vectors; j++) {
                    component[j] -= q * product[j];
                }
            }
        }
        for (int c = 0; c < size; c++) {
            for (int j = 0; j < vectors; j++) {
                values[tall ? c * cols + j : j * cols + c] = v[c][j];
            }
        }
    }

    private static void normalize(double[][] v, int k) {
        double square = 0;
        for (double[] component : v) {
            square += component[k] * component[k];
        }
        double factor = 1 / Math.sqrt(square);
        for (double[] component : v) {
            component[k] *= factor;
        }
    }
}
