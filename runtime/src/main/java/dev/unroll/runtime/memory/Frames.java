package dev.unroll.runtime.memory;

import dev.unroll.runtime.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The frames of one program: a root over the whole batch and, for scans, lanes over fixed parts of its rows. All share one
 * arena. How many lanes there are follows from the batch alone, never from the machine, so results do not depend on the number
 * of threads.
 *
 * @param <F> the generated frame class
 */
public final class Frames<F extends Frame> implements AutoCloseable {
    private final Arena arena;
    private final F root;
    private final List<F> lanes;
    private int active;

    private Frames(Arena arena, F root, List<F> lanes) {
        this.arena = arena;
        this.root = root;
        this.lanes = lanes;
    }

    /**
     * Allocates working memory.
     *
     * @param make the frame's constructor
     * @param batch most sequences of a packing
     * @param tokens most tokens of a packing
     * @param steps most steps of a packing
     */
    public static <F extends Frame> Frames<F> create(
            Device device, Function<FrameSpace, F> make, int batch, int tokens, int steps) {
        return create(device, make, Capacity.of(batch, tokens, steps));
    }

    /** As {@link #create(Device, Function, int, int, int)}, for batches with any number of axes. */
    public static <F extends Frame> Frames<F> create(Device device, Function<FrameSpace, F> make, Capacity capacity) {
        FrameSpace measured = FrameSpace.measuring(device.dataType(), capacity);
        Objects.requireNonNull(make.apply(measured));
        measured.arena().close();
        FrameSpace space = measured.allocated();
        F root = make.apply(space);
        List<F> lanes = new ArrayList<>();
        for (int i = 0; i < LaneRule.lanes(capacity.batch()); i++) {
            lanes.add(make.apply(space.lane()));
        }
        return new Frames<>(space.arena(), root, List.copyOf(lanes));
    }

    /** The frame over the whole batch. */
    public F root() {
        return root;
    }

    /** Lanes of the current packing. */
    public int lanes() {
        return active;
    }

    /** A lane of the current packing. */
    public F lane(int i) {
        if (i < 0 || i >= active) {
            throw new IndexOutOfBoundsException("lane " + i + " of " + active);
        }
        return lanes.get(i);
    }

    /** Binds all frames; allocates only for more steps than were seen before. */
    public void pack(Packing packing) {
        if (root.space().accept(packing) || active == 0) {
            bind(packing.batch());
        }
    }

    /** As {@link #pack(Packing)}, for a batch with any number of axes. */
    public void pack(Packings packings) {
        if (root.space().accept(packings) || active == 0) {
            bind(packings.batch());
        }
    }

    private void bind(int batch) {
        root.bind(0, batch);
        active = LaneRule.lanes(batch);
        for (int i = 0; i < active; i++) {
            lanes.get(i).bind(LaneRule.start(batch, active, i), LaneRule.start(batch, active, i + 1));
        }
    }

    /** Size of the arena. */
    public long bytes() {
        return arena.bytes();
    }

    /** Frees the arena; the frames must not be used afterwards. */
    @Override
    public void close() {
        arena.close();
    }
}
