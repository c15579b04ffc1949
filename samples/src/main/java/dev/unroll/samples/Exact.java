package dev.unroll.samples;

import dev.unroll.runtime.decode.Decoded;
import java.util.List;
import java.util.Locale;

/**
 * How many outputs are exactly right.
 *
 * @param right among all
 */
public record Exact(int right, int all) {
    /** Compares outputs with their truth. */
    public static Exact of(List<Decoded> outputs, List<String> truth) {
        int right = 0;
        for (int k = 0; k < truth.size(); k++) {
            right += outputs.get(k).text().equals(truth.get(k)) ? 1 : 0;
        }
        return new Exact(right, truth.size());
    }

    /** From 0 to 1. */
    public double share() {
        return (double) right / all;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d of %,d exactly right (%.2f %%)", right, all, 100 * share());
    }
}
