package dev.unroll.runtime.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Gathers examples of a pass and hands them on when there are enough. */
final class Gathering<E> {
    private final int limit;
    private final BiConsumer<List<E>, int[]> reader;
    private List<E> examples = new ArrayList<>();
    private int[] positions = new int[16];

    /**
     * Nothing yet.
     *
     * @param limit how many are handed on together
     * @param reader of examples and their positions in the source
     */
    Gathering(int limit, BiConsumer<List<E>, int[]> reader) {
        this.limit = limit;
        this.reader = reader;
    }

    void add(E example, int position) {
        if (examples.size() == positions.length) {
            positions = Arrays.copyOf(positions, 2 * positions.length);
        }
        positions[examples.size()] = position;
        examples.add(example);
        if (examples.size() == limit) {
            flush();
        }
    }

    /** Hands on what there is. */
    void flush() {
        if (!examples.isEmpty()) {
            List<E> full = examples;
            examples = new ArrayList<>();
            reader.accept(full, Arrays.copyOf(positions, full.size()));
        }
    }
}
