package dev.unroll.runtime.memory;

/**
 * A batch value, {@code [B, F]}: one row per example. Also a carried state updated in place, and a temporary of a step: at step
 * {@code t} only the first rows, those still alive, are used. Its rows are in the order of the axis it belongs to; batch values belong
 * to the first.
 */
public final class Rows implements View {
    private final Arena arena;
    private final long base;
    private final int width;
    private final int stride;
    private final int axis;
    private final Matrix all;
    private final Steps at;
    private Packing packing;

    Rows(Arena arena, long base, int width, int stride, int axis) {
        this.arena = arena;
        this.base = base;
        this.width = width;
        this.stride = stride;
        this.axis = axis;
        this.all = new Matrix(arena, base, 0, width, stride);
        this.at = new Steps(arena, width, stride);
    }

    Rows columns(int from, int to) {
        View.requireColumns(from, to, width);
        return new Rows(arena, base + from, to - from, stride, axis);
    }

    @Override
    public void bind(Packings packings, int from, int to) {
        packing = packings.axis(axis);
        long start = base + (long) from * stride;
        all.bind(start, to - from);
        int steps = View.steps(packing, from);
        at.reserve(steps);
        for (int t = 0; t < steps; t++) {
            at.bind(t, start, View.alive(packing, t, from, to));
        }
    }

    /** All rows (of the lane). */
    public Matrix all() {
        return all;
    }

    /** The rows alive at step {@code t}, which are the first ones. */
    public Matrix at(int t) {
        return at.get(t);
    }

    /** The axis in whose order the rows are. */
    public Packing packing() {
        return packing;
    }

    /** Features per row. */
    public int width() {
        return width;
    }
}
