package dev.unroll.compiler.ir;

import java.util.Locale;

/**
 * Which rows a value has. Batch and time are never written as sizes: they are a value's extent.
 *
 * @param kind what the rows stand for
 * @param axis the sequence axis; empty for {@link Kind#FIXED} and {@link Kind#BATCH}
 * @param by the axis that visits the positions of {@code axis}, for {@link Kind#SPANS}, {@link Kind#STEPSPANS} and
 *     {@link Kind#PAIRS}; empty otherwise
 */
public record Extent(Kind kind, String axis, String by) {
    /** What the rows of a value stand for. */
    public enum Kind {
        /** No rows per example: weights, sums over rows, scalars. */
        FIXED,
        /** One row per example, {@code [B, F]}. */
        BATCH,
        /** One row per example and step, packed and time-major, {@code [N, F]} with {@code N = sum of lengths}. */
        TOKENS,
        /** The rows alive at one step of a scan, {@code [b, F]}; exists only inside scan bodies. */
        STEP,
        /**
         * One row per example and position of {@code axis}, an example's own side by side, {@code [N, F]}; examples in the order
         * in which a scan over {@code by} has them, so that those alive at a step come first. This is how attention reads a memory.
         */
        SPANS,
        /** The spans of the examples alive at one step of a scan over {@code by}; exists only inside scan bodies. */
        STEPSPANS,
        /** The {@link #STEPSPANS} of all steps of {@code by}, one after the other: one row per example, step and position. */
        PAIRS
    }

    /** Rows of no example. */
    public static final Extent FIXED = new Extent(Kind.FIXED, "");

    /** One row per example. */
    public static final Extent BATCH = new Extent(Kind.BATCH, "");

    public Extent {
        boolean attended = kind == Kind.SPANS || kind == Kind.STEPSPANS || kind == Kind.PAIRS;
        boolean named = kind == Kind.TOKENS || kind == Kind.STEP || attended;
        if (named == axis.isEmpty() || attended == by.isEmpty()) {
            throw new IllegalArgumentException("extent " + kind + " with axis '" + axis + "' by '" + by + "'");
        }
        if (named) {
            Names.require(axis);
        }
        if (attended) {
            Names.require(by);
        }
    }

    /** An extent that no second axis visits. */
    public Extent(Kind kind, String axis) {
        this(kind, axis, "");
    }

    /** One packed row per example and step of {@code axis}. */
    public static Extent tokens(String axis) {
        return new Extent(Kind.TOKENS, axis);
    }

    /** The rows alive at one step of a scan over {@code axis}. */
    public static Extent step(String axis) {
        return new Extent(Kind.STEP, axis);
    }

    /** One row per example and position of {@code axis}, for scans over {@code by}. */
    public static Extent spans(String axis, String by) {
        return new Extent(Kind.SPANS, axis, by);
    }

    public boolean isFixed() {
        return kind == Kind.FIXED;
    }

    /** Whether it exists inside scan bodies only. */
    public boolean isOfStep() {
        return kind == Kind.STEP || kind == Kind.STEPSPANS;
    }

    /** Whether its rows are positions of {@code axis} for a reader of {@code by}. */
    public boolean isAttended() {
        return !by.isEmpty();
    }

    /**
     * What the body of a scan over {@code over} sees of this extent at a step: {@code batch} and {@code tokens} become {@code step},
     * {@code spans} and {@code pairs} become {@code stepspans}.
     *
     * @throws IllegalArgumentException if such a scan cannot run over it
     */
    public Extent atStep(String over) {
        boolean fits =
                switch (kind) {
                    case BATCH -> true;
                    case TOKENS -> axis.equals(over);
                    case SPANS, PAIRS -> by.equals(over);
                    case FIXED, STEP, STEPSPANS -> false;
                };
        if (!fits) {
            throw new IllegalArgumentException("a scan over " + over + " does not step through " + this);
        }
        return isAttended() ? new Extent(Kind.STEPSPANS, axis, by) : step(over);
    }

    /** What a scan makes of this, stacked over its steps: {@code tokens} of {@code step}, {@code pairs} of {@code stepspans}. */
    public Extent stacked() {
        requireOfStep();
        return isAttended() ? new Extent(Kind.PAIRS, axis, by) : tokens(axis);
    }

    /** What a scan makes of this, carried to its end: {@code batch} of {@code step}, {@code spans} of {@code stepspans}. */
    public Extent carried() {
        requireOfStep();
        return isAttended() ? spans(axis, by) : BATCH;
    }

    /**
     * The rows that have spans here: {@code batch} for {@code spans}, {@code step} for {@code stepspans}, {@code tokens} for {@code
     * pairs}.
     */
    public Extent readers() {
        return switch (kind) {
            case SPANS -> BATCH;
            case STEPSPANS -> step(by);
            case PAIRS -> tokens(by);
            case FIXED, BATCH, TOKENS, STEP -> throw new IllegalArgumentException(this + " has no spans");
        };
    }

    private void requireOfStep() {
        if (!isOfStep()) {
            throw new IllegalArgumentException(this + " is no extent of one step");
        }
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (isAttended()) {
            return name + "(" + axis + " by " + by + ")";
        }
        return axis.isEmpty() ? name : name + "(" + axis + ")";
    }
}
