package dev.unroll.runtime.memory;

/**
 * One row per step of one axis and position of another, {@code [pairs, F]}: the {@link Spans#at spans} of all steps, one step after the
 * other. Weights of an attention, kept for the way back.
 */
public final class Pairs implements View {
    private final Arena arena;
    private final long base;
    private final int width;
    private final int stride;
    private final int by;
    private final SpanLayout layout;
    private final SpanSteps at;

    Pairs(Arena arena, long base, int width, int stride, int by, SpanLayout layout) {
        this.arena = arena;
        this.base = base;
        this.width = width;
        this.stride = stride;
        this.by = by;
        this.layout = layout;
        this.at = new SpanSteps(arena, width, stride, layout);
    }

    Pairs columns(int from, int to) {
        View.requireColumns(from, to, width);
        return new Pairs(arena, base + from, to - from, stride, by, layout);
    }

    @Override
    public void bind(Packings packings, int from, int to) {
        Packing readers = packings.axis(by);
        int steps = View.steps(readers, from);
        at.reserve(steps);
        for (int t = 0; t < steps; t++) {
            long start = base + ((long) layout.pairOffset(t) + layout.start(from)) * stride;
            at.bind(t, start, from, View.alive(readers, t, from, to));
        }
    }

    /** Steps of the reading axis (of the lane). */
    public int steps() {
        return at.steps();
    }

    /** The spans of the examples alive at step {@code t}. */
    public SpanRows at(int t) {
        return at.get(t);
    }

    /** Features per row. */
    public int width() {
        return width;
    }
}
