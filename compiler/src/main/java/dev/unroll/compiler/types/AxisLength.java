package dev.unroll.compiler.types;

/**
 * What a file says about the length of an input's or output's sequence axis.
 *
 * @param kind which statement was made
 * @param steps the length or bound; 0 for {@link Kind#NONE} and {@link Kind#FREE}
 */
public record AxisLength(Kind kind, int steps) {
    /** The statements a type can make about its axis. */
    public enum Kind {
        /** There is no sequence axis. */
        NONE,
        /** Rows may have any length from 1. */
        FREE,
        /** {@code [time = 60]}: every row has this length. */
        FIXED,
        /** {@code [time <= 100]}: every row has a length from 1 to this. */
        BOUNDED
    }

    public static final AxisLength NONE = new AxisLength(Kind.NONE, 0);
    public static final AxisLength FREE = new AxisLength(Kind.FREE, 0);

    public AxisLength {
        boolean counted = kind == Kind.FIXED || kind == Kind.BOUNDED;
        if (counted ? steps < 1 : steps != 0) {
            throw new IllegalArgumentException("axis length " + kind + " of " + steps);
        }
    }

    public static AxisLength fixed(int steps) {
        return new AxisLength(Kind.FIXED, steps);
    }

    public static AxisLength bounded(int steps) {
        return new AxisLength(Kind.BOUNDED, steps);
    }
}
