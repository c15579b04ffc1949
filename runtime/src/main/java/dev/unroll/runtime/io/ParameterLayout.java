package dev.unroll.runtime.io;

import dev.unroll.runtime.weights.ParameterSpec;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one weight of the user's equations lies in a flat vector of all parameters, such as the weights or an optimiser's
 * moments. Files hold weights under these names and shapes, so they outlive a change of how the compiler joins products.
 *
 * @param from flat index of its first element
 * @param rows stored rows
 * @param cols stored columns
 * @param stride from one stored row to the next
 * @param transposed whether the user's shape is {@code [cols, rows]}
 */
record ParameterLayout(String name, boolean vector, long from, int rows, int cols, int stride, boolean transposed) {
    /** All weights in declaration order. */
    static List<ParameterLayout> of(Parameters parameters) {
        List<ParameterLayout> layouts = new ArrayList<>();
        for (int i = 0; i < parameters.count(); i++) {
            ParameterSpec spec = parameters.specs().get(i);
            long offset = parameters.weight(i).offset() - parameters.weights().offset();
            for (Segment segment : spec.segments()) {
                layouts.add(new ParameterLayout(
                        segment.name(),
                        spec.vector(),
                        offset + segment.from(),
                        spec.rows(),
                        segment.to() - segment.from(),
                        spec.cols(),
                        segment.transposed()));
            }
        }
        return layouts;
    }

    List<Long> shape() {
        if (vector) {
            return List.of((long) cols);
        }
        return transposed ? List.of((long) cols, (long) rows) : List.of((long) rows, (long) cols);
    }

    /** Takes this weight's elements out of the flat vector, in the user's order. */
    double[] gather(double[] flat) {
        double[] numbers = new double[rows * cols];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = flat[index(i)];
        }
        return numbers;
    }

    /** Puts this weight's elements into the flat vector. */
    void scatter(double[] numbers, double[] flat) {
        for (int i = 0; i < numbers.length; i++) {
            flat[index(i)] = numbers[i];
        }
    }

    private int index(int i) {
        int r = transposed ? i % rows : i / cols;
        int c = transposed ? i / rows : i % cols;
        return Math.toIntExact(from + (long) r * stride + c);
    }
}
