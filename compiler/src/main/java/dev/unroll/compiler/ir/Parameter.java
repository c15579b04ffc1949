package dev.unroll.compiler.ir;

import java.util.List;

/**
 * A trained weight as it is stored: row-major {@code fixed[in, out]} or {@code fixed[n]}. Products with the same operand are
 * joined, so that one parameter may hold several weights of the user's equations side by side, in column order.
 *
 * @param value the value blocks read
 * @param segments the equations' weights in it, covering all columns; one for a parameter that is not joined
 */
public record Parameter(Value value, List<Segment> segments) {
    public Parameter {
        segments = List.copyOf(segments);
    }

    /**
     * One weight under its equation's name.
     *
     * @param name dotted name shown to users and used in files, such as {@code lstm1.i.x}, {@code dense.bias}
     * @param from first column in the stored parameter
     * @param to column after the last
     * @param transposed whether the user's shape is {@code [out, in]}, as in {@code W @ x}
     * @param init how it starts
     */
    public record Segment(String name, int from, int to, boolean transposed, Init init, Kind kind) {}

    /** What a weight does; optimisers may treat kinds differently (weight decay). */
    public enum Kind {
        INPUT,
        RECURRENT,
        EMBEDDING,
        BIAS,
        GAIN,
        STATE,
        OTHER
    }

    /** How a weight starts. Fan-in and fan-out are the segment's own. */
    public enum Init {
        ZEROS,
        ONES,
        /** Uniform within sqrt(6 / (fan-in + fan-out)). */
        GLOROT,
        /** Normal with standard deviation sqrt(2 / fan-in). */
        HE,
        /** Rows or columns orthonormal. */
        ORTHOGONAL
    }
}
