package dev.unroll.runtime.weights;

/**
 * One weight under its equation's name: some columns of a stored parameter.
 *
 * @param name dotted name shown to users and used in files, such as {@code lstm1.i.x}
 * @param from first column
 * @param to column after the last
 * @param transposed whether the user's shape is {@code [out, in]}
 * @param init how it starts
 * @param kind what it does
 */
public record Segment(String name, int from, int to, boolean transposed, Init init, WeightKind kind) {
    public Segment {
        if (name.isEmpty() || from < 0 || to <= from) {
            throw new IllegalArgumentException("segment '" + name + "', columns " + from + " to " + to);
        }
    }
}
