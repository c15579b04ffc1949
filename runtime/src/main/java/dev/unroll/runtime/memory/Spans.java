package dev.unroll.runtime.memory;

import java.util.Arrays;

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
    private SpanRows[] at = new SpanRows[0];
    private int steps;

    Spans(Arena arena, long base, int width, int stride, int by, SpanLayout layout) {
        this.arena = arena;
        this.base = base;
        this.width = width;
        this.stride = stride;
        this.by = by;
        this.layout = layout;
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
        steps = View.steps(readers, from);
        int made = at.length;
        if (made < steps) {
            at = Arrays.copyOf(at, steps);
            for (int t = made; t < steps; t++) {
                at[t] = new SpanRows(arena, width, stride, layout);
            }
        }
        for (int t = 0; t < steps; t++) {
            at[t].bind(start, from, View.alive(readers, t, from, to));
        }
    }

    /** The spans of all examples (of the lane). */
    public SpanRows all() {
        return all;
    }

    /** The spans of the examples alive at step {@code t} of the reading axis. */
    public SpanRows at(int t) {
        if (t < 0 || t >= steps) {
            throw new IndexOutOfBoundsException("step " + t + " of " + steps);
        }
        return at[t];
    }

    /** Features per row. */
    public int width() {
        return width;
    }
}
