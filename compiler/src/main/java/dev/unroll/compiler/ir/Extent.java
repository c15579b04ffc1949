package dev.unroll.compiler.ir;

import java.util.Locale;

/**
 * Which rows a value has. Batch and time are never written as sizes: they are a value's extent.
 *
 * @param kind what the rows stand for
 * @param axis the sequence axis for {@link Kind#TOKENS} and {@link Kind#STEP}, empty otherwise
 */
public record Extent(Kind kind, String axis) {
    /** What the rows of a value stand for. */
    public enum Kind {
        /** No rows per example: weights, sums over rows, scalars. */
        FIXED,
        /** One row per example, {@code [B, F]}. */
        BATCH,
        /** One row per example and step, packed and time-major, {@code [N, F]} with {@code N = sum of lengths}. */
        TOKENS,
        /** The rows alive at one step of a scan, {@code [b, F]}; exists only inside scan bodies. */
        STEP
    }

    /** Rows of no example. */
    public static final Extent FIXED = new Extent(Kind.FIXED, "");

    /** One row per example. */
    public static final Extent BATCH = new Extent(Kind.BATCH, "");

    public Extent {
        boolean named = kind == Kind.TOKENS || kind == Kind.STEP;
        if (named == axis.isEmpty()) {
            throw new IllegalArgumentException("extent " + kind + " with axis '" + axis + "'");
        }
        if (named) {
            Names.require(axis);
        }
    }

    /** One packed row per example and step of {@code axis}. */
    public static Extent tokens(String axis) {
        return new Extent(Kind.TOKENS, axis);
    }

    /** The rows alive at one step of a scan over {@code axis}. */
    public static Extent step(String axis) {
        return new Extent(Kind.STEP, axis);
    }

    public boolean isFixed() {
        return kind == Kind.FIXED;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return axis.isEmpty() ? name : name + "(" + axis + ")";
    }
}
