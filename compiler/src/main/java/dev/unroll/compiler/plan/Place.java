package dev.unroll.compiler.plan;

import dev.unroll.compiler.plan.Buffer.Storage;

/**
 * A view of a buffer: some of its rows, some of its columns.
 *
 * @param access which rows
 * @param from first column
 * @param width number of columns
 */
public record Place(Buffer buffer, Access access, int from, int width) {
    /** Which rows of a buffer. */
    public enum Access {
        /** All rows. */
        ALL,
        /** The rows of the current step of the enclosing loop. */
        AT,
        /**
         * Inside a loop the rows of the step before, at step 0 the initial ones; outside loops the same for all steps at
         * once, which only products over steps and loops can read.
         */
        BEFORE,
        /** The rows before step 0 of a state sequence. */
        INITIAL
    }

    /** All columns. */
    static Place whole(Buffer buffer, Access access) {
        return new Place(buffer, access, 0, buffer.width());
    }

    public boolean isWhole() {
        return from == 0 && width == buffer.width();
    }

    /** All columns of the same rows: what is handed to a kernel, whose ports pick the columns. */
    public Place allColumns() {
        return whole(buffer, access);
    }

    Place columns(int first, int end) {
        return new Place(buffer, access, from + first, end - first);
    }

    /** The same columns as the body of a loop sees them. */
    Place inLoop() {
        return new Place(buffer, access == Access.ALL ? Access.AT : access, from, width);
    }

    /** Symbol of the number of rows in comments. */
    public String rowSymbol() {
        boolean fixed = buffer.storage() == Storage.MATRIX || !buffer.storage().inFrame();
        if (fixed) {
            return buffer.rowSymbol();
        }
        return switch (access) {
            case ALL -> buffer.rowSymbol();
            case AT, BEFORE ->
                isOfSpans() ? "p" : access == Access.BEFORE && buffer.storage() != Storage.STATE ? "N" : "b";
            case INITIAL -> "B";
        };
    }

    /** Whether its rows are spans. */
    public boolean isOfSpans() {
        return buffer.storage() == Storage.SPANS || buffer.storage() == Storage.PAIRS;
    }

    /** Sizes for comments, such as {@code [b,50]}. */
    public String shape() {
        return "[" + rowSymbol() + "," + width + "]";
    }

    @Override
    public String toString() {
        String rows =
                switch (access) {
                    case ALL -> "";
                    case AT -> "@t";
                    case BEFORE -> "@before";
                    case INITIAL -> "@initial";
                };
        return buffer + rows + (isWhole() ? "" : "[" + from + ".." + (from + width) + "]");
    }
}
