package dev.unroll.runtime.memory;

import dev.unroll.runtime.random.RandomKey;

/**
 * Working memory of one program run: slots laid out in one arena for a capacity (batch, tokens, steps), re-bound to a packing
 * before each run. Generated subclasses declare their values as fields made in the constructor. Two values of one slot share
 * memory: the compiler planned them so that they never live at once.
 *
 * <p>A frame is the root, over the whole batch, or a lane: the same class with views cut to some rows of the batch.
 */
public abstract class Frame {
    private final FrameSpace space;
    private int from;
    private int to;

    /** To be called by a generated constructor with what {@link Frames#create} handed it. */
    protected Frame(FrameSpace space) {
        this.space = space;
    }

    /** A value without rows per example, {@code [rows, cols]}; lanes see the same memory as the root. */
    protected final Matrix matrix(int slot, int rows, int cols) {
        return space.matrix(slot, rows, cols);
    }

    /** A batch value, a carried state kept in place, or a temporary of a step, {@code [B, width]}. */
    protected final Rows rows(int slot, int width) {
        return space.rows(slot, width, 0);
    }

    /** As {@link #rows(int, int)}, in the order of another axis than the first. */
    protected final Rows rows(int slot, int width, int axis) {
        return space.rows(slot, width, axis);
    }

    /** A sequence over another axis than the first. */
    protected final Sequence sequence(int slot, int width, int axis) {
        return space.sequence(slot, width, axis);
    }

    /** A sequence over another axis than the first, with an initial state in front. */
    protected final Sequence state(int slot, int width, int axis) {
        return space.state(slot, width, axis);
    }

    /** Positions of {@code axis} as {@code by} reads them, {@code [N, width]}. */
    protected final Spans spans(int slot, int width, int axis, int by) {
        return space.spans(slot, width, axis, by);
    }

    /** Positions of {@code axis} at every step of {@code by}. */
    protected final Pairs pairs(int slot, int width, int axis, int by) {
        return space.pairs(slot, width, axis, by);
    }

    /** A sequence, {@code [N, width]}. */
    protected final Sequence sequence(int slot, int width) {
        return space.sequence(slot, width, 0);
    }

    /** A sequence with an initial state in front, {@code [B + N, width]}. */
    protected final Sequence state(int slot, int width) {
        return space.state(slot, width, 0);
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive) of a value of this frame; moves with it. */
    protected final Rows columns(Rows of, int from, int to) {
        return space.register(of.columns(from, to));
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive) of a value of this frame; moves with it. */
    protected final Sequence columns(Sequence of, int from, int to) {
        return space.register(of.columns(from, to));
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive) of a value of this frame; moves with it. */
    protected final Spans columns(Spans of, int from, int to) {
        return space.register(of.columns(from, to));
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive) of a value of this frame; moves with it. */
    protected final Pairs columns(Pairs of, int from, int to) {
        return space.register(of.columns(from, to));
    }

    /** Steps at which a row of this frame is alive. */
    public final int steps() {
        return steps(0);
    }

    /** Steps of an axis at which a row of this frame is alive. */
    public final int steps(int axis) {
        return to > from ? View.steps(space.packings().axis(axis), from) : 0;
    }

    /** The batch this frame is bound to, the whole of it in a lane too. */
    public final Packing packing() {
        return packing(0);
    }

    /** The batch this frame is bound to, on one of its axes. */
    public final Packing packing(int axis) {
        return space.packings().axis(axis);
    }

    /** First batch row of this lane; 0 for the root. */
    public final int firstRow() {
        return from;
    }

    /** Batch row after this lane's last. */
    public final int endRow() {
        return to;
    }

    /** Seed and training step of the masks. */
    public final RandomKey random() {
        return space.random();
    }

    final void bind(int from, int to) {
        this.from = from;
        this.to = to;
        space.bind(from, to);
    }

    final FrameSpace space() {
        return space;
    }
}
