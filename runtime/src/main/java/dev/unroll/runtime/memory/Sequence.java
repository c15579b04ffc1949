package dev.unroll.runtime.memory;

/**
 * A packed sequence value, {@code [N, F]}: one row per token, time-major. A <em>state</em> sequence has {@code B} more rows in
 * front, the initial state, so that the state before every step is a view of the same memory.
 */
public final class Sequence implements View {
    private final Arena arena;
    private final long base;
    private final int width;
    private final int stride;
    private final boolean state;
    private final int axis;
    private final Matrix all;
    private final Matrix initial;
    private final Steps at;
    private final Steps before;
    private Packing packing;
    private boolean whole;

    Sequence(Arena arena, long base, int width, int stride, boolean state, int axis) {
        this.arena = arena;
        this.base = base;
        this.width = width;
        this.stride = stride;
        this.state = state;
        this.axis = axis;
        this.all = new Matrix(arena, base, 0, width, stride);
        this.initial = new Matrix(arena, base, 0, width, stride);
        this.at = new Steps(arena, width, stride);
        this.before = new Steps(arena, width, stride);
    }

    Sequence columns(int from, int to) {
        View.requireColumns(from, to, width);
        return new Sequence(arena, base + from, to - from, stride, state, axis);
    }

    @Override
    public void bind(Packings packings, int from, int to) {
        packing = packings.axis(axis);
        whole = from == 0 && to == packing.batch();
        long tokens = base + (state ? (long) packing.batch() * stride : 0);
        if (whole) {
            all.bind(tokens, packing.tokens());
        }
        int steps = View.steps(packing, from);
        at.reserve(steps);
        for (int t = 0; t < steps; t++) {
            at.bind(t, tokens + (long) (packing.offset(t) + from) * stride, View.alive(packing, t, from, to));
        }
        if (state) {
            initial.bind(base + (long) from * stride, to - from);
            before.reserve(steps);
            before.bind(0, initial.offset(), View.alive(packing, 0, from, to));
            for (int t = 1; t < steps; t++) {
                before.bind(t, at.get(t - 1).offset(), View.alive(packing, t, from, to));
            }
        }
    }

    /**
     * All tokens.
     *
     * @throws IllegalStateException in a lane that is part of the batch: its tokens are not adjacent
     */
    public Matrix all() {
        if (!whole) {
            throw new IllegalStateException("the tokens of a lane are not adjacent; use at(t)");
        }
        return all;
    }

    /** The rows of step {@code t}. */
    public Matrix at(int t) {
        return at.get(t);
    }

    /** Of a state: what the rows alive at step {@code t} held before it; the initial state for step 0. */
    public Matrix before(int t) {
        requireState();
        return before.get(t);
    }

    /** Of a state: the initial rows, {@code [B, F]}. */
    public Matrix initial() {
        requireState();
        return initial;
    }

    /** Features per token. */
    public int width() {
        return width;
    }

    /** Whether it has initial rows. */
    public boolean isState() {
        return state;
    }

    /** What it was last bound to. */
    public Packing packing() {
        return packing;
    }

    private void requireState() {
        if (!state) {
            throw new IllegalStateException("not a state: there are no initial rows");
        }
    }
}
