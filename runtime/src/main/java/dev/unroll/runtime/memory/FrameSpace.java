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
    private final int batch;
    private final int tokens;
    private final int steps;
    private final DataType type;
    private final Arena arena;
    private final long[] offsets;
    private final RandomKey random;
    private final Packing packing;
    private final List<View> views = new ArrayList<>();
    private long[] sizes = new long[16];

    private FrameSpace(
            DataType type,
            int batch,
            int tokens,
            int steps,
            Arena arena,
            long[] offsets,
            RandomKey random,
            Packing packing) {
        this.type = type;
        this.batch = batch;
        this.tokens = tokens;
        this.steps = steps;
        this.arena = arena;
        this.offsets = offsets;
        this.random = random;
        this.packing = packing;
    }

    /** A space that only measures: its views have no memory worth using. */
    static FrameSpace measuring(DataType type, int batch, int tokens, int steps) {
        return new FrameSpace(
                type, batch, tokens, steps, Arena.allocate(type, 0), null, new RandomKey(), Packing.empty());
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
        return new FrameSpace(type, batch, tokens, steps, Arena.allocate(type, next), starts, random, packing);
    }

    /** The same memory for another frame: a lane. */
    FrameSpace lane() {
        return new FrameSpace(type, batch, tokens, steps, arena, offsets, random, packing);
    }

    Matrix matrix(int slot, int rows, int cols) {
        long base = declare(slot, (long) rows * cols);
        return offsets == null ? new Matrix(arena, 0, 0, cols, cols) : new Matrix(arena, base, rows, cols, cols);
    }

    Rows rows(int slot, int width) {
        return register(new Rows(arena, declare(slot, (long) batch * width), width, width));
    }

    Sequence sequence(int slot, int width) {
        return register(new Sequence(arena, declare(slot, (long) tokens * width), width, width, false));
    }

    Sequence state(int slot, int width) {
        return register(new Sequence(arena, declare(slot, ((long) batch + tokens) * width), width, width, true));
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

    /** Takes a packing; true if views have to move. */
    boolean accept(Packing next) {
        if (next.batch() > batch || next.tokens() > tokens || next.steps() > steps) {
            throw new IllegalArgumentException(next + " exceed the capacity of " + batch + " sequences, " + steps
                    + " steps, " + tokens + " tokens");
        }
        return packing.copyFrom(next);
    }

    void bind(int from, int to) {
        for (int i = 0; i < views.size(); i++) {
            views.get(i).bind(packing, from, to);
        }
    }

    Arena arena() {
        return arena;
    }

    Packing packing() {
        return packing;
    }

    RandomKey random() {
        return random;
    }
}
