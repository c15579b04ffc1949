package dev.unroll.runtime.memory;

import java.util.Arrays;

/**
 * The lengths of a batch on each of its sequence axes. Rows of the batch are in the order of the first axis. Each other axis has an
 * order of its own, by its own lengths, and says which row of the batch each of its rows is ({@link Packing#place}).
 */
public final class Packings {
    private final Packing[] axes;

    private Packings(Packing[] axes) {
        this.axes = axes;
    }

    /** No rows yet; to be filled by {@link #set}. */
    public static Packings empty(int axes) {
        if (axes < 1) {
            throw new IllegalArgumentException("a batch without an axis");
        }
        Packing[] each = new Packing[axes];
        Arrays.setAll(each, axis -> Packing.empty());
        return new Packings(each);
    }

    /**
     * For each axis one length per example, in the caller's order.
     *
     * @throws IllegalArgumentException as {@link #set}
     */
    public static Packings of(int[]... lengths) {
        Packings packings = empty(lengths.length);
        packings.set(lengths, lengths[0].length);
        return packings;
    }

    /**
     * Re-fills with one example for each of the first {@code count} lengths of every axis, without allocating when such sizes were
     * seen before.
     *
     * @throws IllegalArgumentException if the number of axes is another, there is no row or a length is not positive; the message
     *     names the row
     */
    public void set(int[][] lengths, int count) {
        if (lengths.length != axes.length) {
            throw new IllegalArgumentException("lengths of " + lengths.length + " axes for " + axes.length);
        }
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis].set(lengths[axis], count);
        }
        axes[0].invert();
        for (Packing axis : axes) {
            axis.placeIn(axes[0]);
        }
    }

    /** The packing of one axis. */
    public Packing axis(int axis) {
        return axes[axis];
    }

    /**
     * The packing of the only axis.
     *
     * @throws IllegalArgumentException when there are more
     */
    public Packing requireOne() {
        if (axes.length != 1) {
            throw new IllegalArgumentException("a batch with " + axes.length + " axes, and the model has one");
        }
        return axes[0];
    }

    /** Number of axes. */
    public int axes() {
        return axes.length;
    }

    /** Number of examples. */
    public int batch() {
        return axes[0].batch();
    }

    /** Takes the other's content; true if rows or lengths differ from before. */
    boolean copyFrom(Packings other) {
        boolean changed = false;
        for (int axis = 0; axis < axes.length; axis++) {
            changed |= axes[axis].copyFrom(other.axes[axis]);
        }
        return changed;
    }

    @Override
    public String toString() {
        return Arrays.toString(axes);
    }
}
