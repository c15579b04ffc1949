package dev.unroll.compiler.plan;

/**
 * How a value can be read. Only stored values take memory; the others are resolved where they are read, and stored when
 * something other than a kernel reads them.
 */
sealed interface Location {
    /** In memory. */
    record Stored(Place place) implements Location {}

    /** The same number everywhere. */
    record Everywhere(double value) implements Location {}

    /** The same row everywhere: a fixed vector, or a fixed scalar when its width is 1. */
    record Row(Place vector) implements Location {}

    /** The same number in every feature of a row: one column. */
    record Column(Place column) implements Location {}

    /** Columns {@code from} to {@code to} of the value. */
    static Location slice(Location of, int from, int to) {
        if (of instanceof Stored stored) {
            return new Stored(stored.place().columns(from, to));
        }
        if (of instanceof Row row && row.vector().width() > 1) {
            return new Row(row.vector().columns(from, to));
        }
        return of;
    }

    /** How the body of a loop sees the rows of a step of this. */
    default Location inLoop() {
        if (this instanceof Stored stored) {
            return new Stored(stored.place().inLoop());
        }
        return this instanceof Column column ? new Column(column.column().inLoop()) : this;
    }
}
