package dev.unroll.compiler.plan;

/**
 * A piece of memory that generated code has a name for.
 *
 * @param id unique in its run; for weights and gradients the parameter's index
 * @param name a hint for the field's name, such as {@code lstm1_h}
 * @param storage which runtime class holds it
 * @param rows rows of a fixed matrix; 1 for everything whose rows come with the batch
 * @param width columns
 */
public record Buffer(int id, String name, Storage storage, int rows, int width) {
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
        STATE;

        /** Whether a frame owns such buffers, so that they have a slot. */
        public boolean inFrame() {
            return this != WEIGHT && this != GRADIENT;
        }
    }

    /** Symbol of its number of rows in comments: a number, B or N. */
    public String rowSymbol() {
        return switch (storage) {
            case WEIGHT, GRADIENT, MATRIX -> Integer.toString(rows);
            case ROWS -> "B";
            case SEQUENCE, STATE -> "N";
        };
    }

    /** Such as {@code lstm1_h.4}. */
    @Override
    public String toString() {
        return name + "." + id;
    }
}
