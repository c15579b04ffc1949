package dev.unroll.runtime.weights;

import dev.unroll.runtime.memory.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One weight as its equation names it: live, in the user's shape.
 *
 * @param name dotted, such as {@code lstm1.i.x}
 * @param vector whether the shape is {@code [n]}
 * @param transposed whether the user's {@code [out, in]} is stored as {@code [in, out]}
 * @param kind what the weight does
 * @param init how it starts
 * @param weight where it is stored, {@code [in, out]} or {@code [1, n]}
 * @param gradient the same part of the gradients
 */
public record ParameterView(
        String name, boolean vector, boolean transposed, WeightKind kind, Init init, Matrix weight, Matrix gradient) {

    /** The user's shape, {@code [n]} or {@code [rows, cols]}. */
    public long[] shape() {
        if (vector) {
            return new long[] {weight.cols()};
        }
        return transposed ? new long[] {weight.cols(), weight.rows()} : new long[] {weight.rows(), weight.cols()};
    }

    /** Number of elements. */
    public long size() {
        return weight.size();
    }

    /** A live ND4J view in the user's shape: writing it changes the model. */
    public INDArray array() {
        return shaped(weight.array());
    }

    /** A live ND4J view of the gradient. */
    public INDArray gradientArray() {
        return shaped(gradient.array());
    }

    private INDArray shaped(INDArray stored) {
        if (vector) {
            return stored.getRow(0);
        }
        return transposed ? stored.transpose() : stored;
    }

    /** A copy of all elements in the user's shape, row by row. */
    public float[] values() {
        float[] stored = new float[Math.toIntExact(size())];
        weight.get(stored);
        return transposed ? transpose(stored, weight.rows(), weight.cols()) : stored;
    }

    /**
     * Sets all elements, given in the user's shape, row by row.
     *
     * @throws IllegalArgumentException if there are not exactly as many
     */
    public void setValues(float[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(name + " has " + size() + " elements, not " + values.length);
        }
        weight.set(transposed ? transpose(values, /* rows= */ weight.cols(), /* cols= */ weight.rows()) : values);
    }

    private static float[] transpose(float[] values, int rows, int cols) {
        float[] result = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                result[c * rows + r] = values[r * cols + c];
            }
        }
        return result;
    }
}
