package dev.unroll.runtime.weights;

import java.util.List;
import java.util.Optional;

/**
 * A weight as it is stored: row-major {@code [rows, cols]}, which is {@code [in, out]}; several weights of the user's equations
 * may lie side by side in it.
 *
 * @param name as in the generated code
 * @param rows 1 for vectors
 * @param vector whether the user's weights are vectors, {@code [n]}
 * @param segments in column order, covering all columns
 * @param frozen whether training leaves it as it is
 */
public record ParameterSpec(String name, int rows, int cols, boolean vector, List<Segment> segments, boolean frozen) {
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
        this(name, rows, cols, vector, List.of(segments), false);
    }

    /** The same, but left as it is by training. */
    public ParameterSpec asFrozen() {
        return new ParameterSpec(name, rows, cols, vector, segments, true);
    }

    /** The kind of all its weights; empty where they differ. */
    Optional<WeightKind> kind() {
        WeightKind first = segments.get(0).kind();
        return segments.stream().allMatch(segment -> segment.kind() == first) ? Optional.of(first) : Optional.empty();
    }

    /** Number of elements. */
    public long size() {
        return (long) rows * cols;
    }
}
