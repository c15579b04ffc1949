package dev.unroll.compiler.ir;

import java.util.List;

/**
 * Type of an IR value: an extent and sizes known to the compiler.
 *
 * <p>A value with rows (anything but fixed) has exactly one size, its width F. A fixed value has none (a scalar), one
 * (a vector) or two (a matrix, row-major).
 */
public record Type(Extent extent, List<Integer> dims) {
    public Type {
        dims = List.copyOf(dims);
        if (extent.isFixed() ? dims.size() > 2 : dims.size() != 1) {
            throw new IllegalArgumentException("type " + extent + " cannot have sizes " + dims);
        }
        if (dims.stream().anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException("sizes must be positive, got " + dims);
        }
    }

    public static final Type SCALAR = new Type(Extent.FIXED, List.of());

    public static Type vector(int size) {
        return new Type(Extent.FIXED, List.of(size));
    }

    public static Type matrix(int rows, int cols) {
        return new Type(Extent.FIXED, List.of(rows, cols));
    }

    public static Type batch(int width) {
        return new Type(Extent.BATCH, List.of(width));
    }

    public static Type tokens(String axis, int width) {
        return new Type(Extent.tokens(axis), List.of(width));
    }

    public static Type step(String axis, int width) {
        return new Type(Extent.step(axis), List.of(width));
    }

    public static Type spans(String axis, String by, int width) {
        return new Type(Extent.spans(axis, by), List.of(width));
    }

    /** Size of one row: the last size, or 1 for a scalar. */
    public int width() {
        return dims.isEmpty() ? 1 : dims.get(dims.size() - 1);
    }

    /** The same sizes with other rows. */
    public Type withExtent(Extent other) {
        return new Type(other, dims);
    }

    /** The same rows with another width; for values with rows and vectors only. */
    public Type withWidth(int width) {
        if (dims.size() != 1) {
            throw new IllegalArgumentException("no single width in " + this);
        }
        return new Type(extent, List.of(width));
    }

    /** For example {@code tokens(time)[200]}, {@code fixed[50, 200]}, {@code fixed[]}. */
    @Override
    public String toString() {
        return extent + dims.toString();
    }
}
