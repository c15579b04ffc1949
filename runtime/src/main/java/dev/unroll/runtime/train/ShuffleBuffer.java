package dev.unroll.runtime.train;

import dev.unroll.runtime.random.CounterRandom;
import java.util.Arrays;

/**
 * Which examples of a training part that is read in order are trained on together in one epoch. So many are held as the buffer has
 * room for; half of them, drawn at random, are the next group, and the buffer is filled up again. Examples may so move far back, but
 * never forward by more than the buffer. When all that are left are held, they are the last group: a part that fits in the buffer is one
 * group. Every example is in one group. A pure function of seed and epoch.
 */
final class ShuffleBuffer {
    /** Keeps these random numbers apart from those of {@link BatchOrder}, {@link Parts} and dropout. */
    private static final int STREAM = -4;

    private final int examples;
    private final int group;
    private final long seed;
    private final int epoch;
    private final int[] held;
    private int count; // of those held
    private int taken;
    private long drawn;

    /**
     * The groups of an epoch.
     *
     * @param examples of the training part
     * @param capacity of the buffer
     * @param unit groups but the last have a multiple of this; at most the capacity
     */
    ShuffleBuffer(int examples, int capacity, int unit, long seed, int epoch) {
        this.examples = examples;
        this.group = Math.max(1, capacity / 2 / unit) * unit;
        this.seed = seed;
        this.epoch = epoch;
        this.held = new int[Math.min(capacity, examples)];
    }

    /** The next group: places in the training part, ascending; none after the last. */
    int[] next() {
        while (count < held.length && taken < examples) {
            held[count++] = taken++;
        }
        int size = taken == examples ? count : group;
        if (size < count) {
            for (int i = 0; i < size; i++) {
                int j = i + CounterRandom.below(count - i, seed, epoch, STREAM, drawn++);
                int other = held[j];
                held[j] = held[i];
                held[i] = other;
            }
        }
        int[] next = Arrays.copyOf(held, size);
        System.arraycopy(held, size, held, 0, count - size);
        count -= size;
        Arrays.sort(next);
        return next;
    }

    /** How many examples have been taken in so far. */
    int taken() {
        return taken;
    }

    /** Whether the group given last was the last one. */
    boolean isEmpty() {
        return taken == examples && count == 0;
    }
}
