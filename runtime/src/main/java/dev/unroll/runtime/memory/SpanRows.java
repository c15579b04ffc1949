package dev.unroll.runtime.memory;

/**
 * The spans of some adjacent readers, {@code [spans, F]}: each reader's rows side by side. A live view that moves when its frame is
 * packed.
 */
public final class SpanRows {
    private final Matrix rows;
    private final SpanLayout layout;
    private int first;
    private int readers;

    SpanRows(Arena arena, int width, int stride, SpanLayout layout) {
        this.rows = new Matrix(arena, 0, 0, width, stride);
        this.layout = layout;
    }

    /** Moves to readers {@code first} to {@code first + count}, whose spans begin at {@code offset}. */
    void bind(long offset, int first, int count) {
        this.first = first;
        this.readers = count;
        rows.bind(offset, layout.start(first + count) - layout.start(first));
    }

    /** All spans. */
    public Matrix rows() {
        return rows;
    }

    /** How many readers they belong to. */
    public int readers() {
        return readers;
    }

    /** First row of reader {@code reader} (from 0); of {@link #readers}, the number of rows. */
    public int start(int reader) {
        return layout.start(first + reader) - layout.start(first);
    }

    /** Where the spans of the whole batch lie. */
    public SpanLayout layout() {
        return layout;
    }
}
