package dev.unroll.runtime.weights;

import java.util.List;

/**
 * A weight as it is stored: row-major {@code [rows, cols]}, which is {@code [in, out]}; several weights of the user's equations
 * may lie side by side in it.
 *
 * @param name as in the generated code
 * @param rows 1 for vectors
 * @param vector whether the user's weights are vectors, {@code [n]}
 * @param segments in column order, covering all columns
 */
public record ParameterSpec(String name, int rows, int cols, boolean vector, List<Segment> segments) {
    public ParameterSpec {
        segments = List.copyOf(segments);
        int next = 0;
        for (Segment segment : segments) {
            if (segment.from() != next) {
                throw new IllegalArgumentException(
                        name + ": columns from " + next + " to " + segment.from() + " have no or two names");
            }
            if (vector && segment.transposed()) {
                throw new IllegalArgumentException(name + ": a vector cannot be transposed");
            }
            next = segment.to();
        }
        if (rows <= 0 || cols != next || (vector && rows != 1)) {
            throw new IllegalArgumentException(
                    name + ": [" + rows + ", " + cols + "] with segments up to column " + next);
        }
    }

    public ParameterSpec(String name, int rows, int cols, boolean vector, Segment... segments) {
        this(name, rows, cols, vector, List.of(segments));
    }

    /** Number of elements. */
    public long size() {
        return (long) rows * cols;
    }
}
