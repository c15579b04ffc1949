package dev.unroll.runtime.metric;

import java.util.Arrays;
import java.util.List;

/** How often each class was taken for each. Immutable. */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[][] counts;

    /**
     * A matrix.
     *
     * @param counts {@code [truth][prediction]}, as many of both as classes; copied
     */
    public ConfusionMatrix(List<String> classes, long[][] counts) {
        this.classes = List.copyOf(classes);
        this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        for (long[] row : counts) {
            if (counts.length != classes.size() || row.length != classes.size()) {
                throw new IllegalArgumentException(classes.size() + " classes, " + counts.length + " by " + row.length);
            }
        }
    }

    /** The classes' names in the order of their indices. */
    public List<String> classes() {
        return classes;
    }

    /** How often {@code truth} was taken for {@code prediction}. */
    public long count(int truth, int prediction) {
        return counts[truth][prediction];
    }

    /** How often a class was true. */
    public long actual(int truth) {
        return Arrays.stream(counts[truth]).sum();
    }

    @Override
    public String toString() {
        return "confusion matrix of " + classes;
    }
}
