package dev.unroll.compiler.plan;

/**
 * A piece of memory that generated code has a name for.
 *
 * @param id unique in its run; for weights and gradients the parameter's index
 * @param name a hint for the field's name, such as {@code lstm1_h}
 * @param storage which runtime class holds it
 * @param rows rows of a fixed matrix; 1 for everything whose rows come with the batch
 * @param width columns
 * @param order the axis in whose order its rows are; of spans and pairs, the axis whose positions these are
 * @param by of spans and pairs, the axis that reads them; else 0
 */
public record Buffer(int id, String name, Storage storage, int rows, int width, int order, int by) {
    /** A buffer without an axis, or of the first. */
    Buffer(int id, String name, Storage storage, int rows, int width) {
        this(id, name, storage, rows, width, 0, 0);
    }

    /** Which runtime class holds a buffer. */
    public enum Storage {
        /** A trained weight, {@code Matrix}, lives outside the frame. */
        WEIGHT,
        /** The gradient of a trained weight, {@code Matrix}, lives outside the frame. */
        GRADIENT,
        /** A fixed value, {@code Matrix}. */
        MATRIX,
        /** One row per example: batch values, carried state kept in place, step temporaries; {@code Rows}. */
        ROWS,
        /** One row per example and step, {@code Sequence}. */
        SEQUENCE,
        /** A sequence with the rows before step 0 in front, {@code Sequence}. */
        STATE,
        /** One row per example and position that an axis reads, {@code Spans}. */
        SPANS,
        /** One row per step of an axis and position that it reads, {@code Pairs}. */
        PAIRS;

        /** Whether a frame owns such buffers, so that they have a slot. */
        public boolean inFrame() {
            return this != WEIGHT && this != GRADIENT;
        }
    }

    /** Symbol of its number of rows in comments: a number, B, N or, for pairs of steps and positions, P. */
    public String rowSymbol() {
        return switch (storage) {
            case WEIGHT, GRADIENT, MATRIX -> Integer.toString(rows);
            case ROWS -> "B";
            case SEQUENCE, STATE, SPANS -> "N";
            case PAIRS -> "P";
        };
    }

    /** Such as {@code lstm1_h.4}. */
    @Override
    public String toString() {
        return name + "." + id;
    }
}
