package dev.unroll.runtime.train;

import java.util.Locale;

/** A limit on gradients before each step. */
public record Clip(Kind kind, double limit) {
    /** What is limited. */
    public enum Kind {
        /** The Euclidean norm of all gradients together: above the limit, all are scaled down to it. */
        NORM,
        /** Each number, to {@code [-limit, limit]}. */
        VALUE
    }

    public Clip {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("clip limit must be above 0, not " + limit);
        }
    }

    /** {@code clip = norm(limit)}. */
    public static Clip norm(double limit) {
        return new Clip(Kind.NORM, limit);
    }

    /** {@code clip = value(limit)}. */
    public static Clip value(double limit) {
        return new Clip(Kind.VALUE, limit);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "(" + limit + ")";
    }
}
