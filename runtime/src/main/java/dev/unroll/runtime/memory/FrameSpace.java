package dev.unroll.runtime.memory;

import dev.unroll.runtime.random.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Where a frame's slots lie. The first frame of a kind is made twice: once to hear which slots it declares, once with views of
 * the arena that was allocated for them. Slots begin on 64-byte boundaries; two values with the same slot share memory.
 */
public final class FrameSpace {
    private final Capacity capacity;
    private final DataType type;
    private final Arena arena;
    private final long[] offsets;
    private final RandomKey random;
    private final Packings packings;
    private final List<SpanLayout> layouts;
    private final List<View> views = new ArrayList<>();
    private long[] sizes = new long[16];

    private FrameSpace(
            DataType type,
            Capacity capacity,
            Arena arena,
            long[] offsets,
            RandomKey random,
            Packings packings,
            List<SpanLayout> layouts) {
        this.type = type;
        this.capacity = capacity;
        this.arena = arena;
        this.offsets = offsets;
        this.random = random;
        this.packings = packings;
        this.layouts = layouts;
    }

    /** A space that only measures: its views have no memory worth using. */
    static FrameSpace measuring(DataType type, Capacity capacity) {
        Packings packings = Packings.empty(capacity.axes());
        return new FrameSpace(
                type, capacity, Arena.allocate(type, 0), null, new RandomKey(), packings, new ArrayList<>());
    }

    /** Memory for all that was declared here. */
    FrameSpace allocated() {
        long[] starts = new long[sizes.length];
        int unit = Arena.ALIGNMENT / type.width();
        long next = 0;
        for (int slot = 0; slot < sizes.length; slot++) {
            starts[slot] = next;
            next += (sizes[slot] + unit - 1) / unit * unit;
        }
        return new FrameSpace(type, capacity, Arena.allocate(type, next), starts, random, packings, layouts);
    }

    /** The same memory for another frame: a lane. */
    FrameSpace lane() {
        return new FrameSpace(type, capacity, arena, offsets, random, packings, layouts);
    }

    Matrix matrix(int slot, int rows, int cols) {
        long base = declare(slot, (long) rows * cols);
        return offsets == null ? new Matrix(arena, 0, 0, cols, cols) : new Matrix(arena, base, rows, cols, cols);
    }

    Rows rows(int slot, int width, int axis) {
        return register(new Rows(arena, declare(slot, (long) capacity.batch() * width), width, width, axis));
    }

    Sequence sequence(int slot, int width, int axis) {
        long elements = (long) capacity.tokens(axis) * width;
        return register(new Sequence(arena, declare(slot, elements), width, width, false, axis));
    }

    Sequence state(int slot, int width, int axis) {
        long elements = ((long) capacity.batch() + capacity.tokens(axis)) * width;
        return register(new Sequence(arena, declare(slot, elements), width, width, true, axis));
    }

    Spans spans(int slot, int width, int axis, int by) {
        long elements = (long) capacity.tokens(axis) * width;
        return register(new Spans(arena, declare(slot, elements), width, width, by, layout(axis, by)));
    }

    Pairs pairs(int slot, int width, int axis, int by) {
        long elements = capacity.pairs(axis, by) * width;
        return register(new Pairs(arena, declare(slot, elements), width, width, by, layout(axis, by)));
    }

    /** One for all frames of a kind. */
    private SpanLayout layout(int axis, int by) {
        for (SpanLayout layout : layouts) {
            if (layout.is(axis, by)) {
                return layout;
            }
        }
        SpanLayout layout = new SpanLayout(axis, by);
        layouts.add(layout);
        return layout;
    }

    <V extends View> V register(V view) {
        views.add(view);
        return view;
    }

    private long declare(int slot, long elements) {
        if (slot >= sizes.length) {
            sizes = Arrays.copyOf(sizes, Math.max(slot + 1, sizes.length * 2));
        }
        sizes[slot] = Math.max(sizes[slot], elements);
        return offsets == null ? 0 : offsets[slot];
    }

    /** Takes the packing of the only axis; true if views have to move. */
    boolean accept(Packing next) {
        boolean holds = next.batch() <= capacity.batch()
                && next.tokens() <= capacity.tokens(0)
                && next.steps() <= capacity.steps(0);
        if (packings.axes() != 1) {
            throw new IllegalArgumentException("one packing for a batch of " + packings.axes() + " axes");
        }
        if (!holds) {
            throw new IllegalArgumentException(next + " exceed the capacity of " + capacity);
        }
        boolean changed = packings.axis(0).copyFrom(next);
        layOut();
        return changed;
    }

    /** Takes a packing for each axis; true if views have to move. */
    boolean accept(Packings next) {
        if (!capacity.holds(next)) {
            throw new IllegalArgumentException(next + " exceed the capacity of " + capacity);
        }
        boolean changed = packings.copyFrom(next);
        layOut();
        return changed;
    }

    private void layOut() {
        for (int i = 0; i < layouts.size(); i++) {
            layouts.get(i).bind(packings);
        }
    }

    void bind(int from, int to) {
        for (int i = 0; i < views.size(); i++) {
            views.get(i).bind(packings, from, to);
        }
    }

    Arena arena() {
        return arena;
    }

    Packings packings() {
        return packings;
    }

    RandomKey random() {
        return random;
    }
}
