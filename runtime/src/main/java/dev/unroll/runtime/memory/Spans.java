package dev.unroll.runtime.memory;

/**
 * One row per example and position of an axis, {@code [N, F]}, as another axis reads it: what attention calls a memory, and what it
 * carries from step to step. At step {@code t} of the reading axis, the examples alive have the first rows.
 */
public final class Spans implements View {
    private final Arena arena;
    private final long base;
    private final int width;
    private final int stride;
    private final int by;
    private final SpanLayout layout;
    private final SpanRows all;
    private final SpanSteps at;

    Spans(Arena arena, long base, int width, int stride, int by, SpanLayout layout) {
        this.arena = arena;
        this.base = base;
        this.width = width;
        this.stride = stride;
        this.by = by;
        this.layout = layout;
        this.at = new SpanSteps(arena, width, stride, layout);
        this.all = new SpanRows(arena, width, stride, layout);
    }

    Spans columns(int from, int to) {
        View.requireColumns(from, to, width);
        return new Spans(arena, base + from, to - from, stride, by, layout);
    }

    @Override
    public void bind(Packings packings, int from, int to) {
        Packing readers = packings.axis(by);
        long start = base + (long) layout.start(from) * stride;
        all.bind(start, from, to - from);
        int steps = View.steps(readers, from);
        at.reserve(steps);
        for (int t = 0; t < steps; t++) {
            at.bind(t, start, from, View.alive(readers, t, from, to));
        }
    }

    /** The spans of all examples (of the lane). */
    public SpanRows all() {
        return all;
    }

    /** The spans of the examples alive at step {@code t} of the reading axis. */
    public SpanRows at(int t) {
        return at.get(t);
    }

    /** Features per row. */
    public int width() {
        return width;
    }
}
