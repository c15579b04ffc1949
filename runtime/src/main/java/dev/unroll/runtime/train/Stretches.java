package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Examples cut into stretches, in the order in which they are predicted: {@code rows} examples side by side, all their first
 * stretches, then all their second ones, then the next examples. Those of one moment are a batch.
 */
final class Stretches {
    private final int[] examples;
    private final int[] from;
    private final int[] counts;
    private final int[] streams; // place among the examples side by side
    private final int[] batches; // where each batch begins; at the end the number of stretches
    private final Examples whole;
    private final Optional<ResetToken> resetToken;

    private Stretches(Examples whole, Optional<ResetToken> resetToken, List<int[]> cuts, List<Integer> batches) {
        this.whole = whole;
        this.resetToken = resetToken;
        examples = cuts.stream().mapToInt(cut -> cut[0]).toArray();
        from = cuts.stream().mapToInt(cut -> cut[1]).toArray();
        counts = cuts.stream().mapToInt(cut -> cut[2]).toArray();
        streams = cuts.stream().mapToInt(cut -> cut[3]).toArray();
        this.batches = batches.stream().mapToInt(start -> start).toArray();
    }

    /**
     * Cuts.
     *
     * @param resetToken after which states start afresh, if there is one
     * @param steps of a stretch, at most
     * @param rows examples side by side, at most
     */
    static Stretches of(Examples whole, Optional<ResetToken> resetToken, int steps, int rows) {
        int[] lengths = whole.lengths();
        List<int[]> cuts = new ArrayList<>();
        List<Integer> batches = new ArrayList<>(List.of(0));
        for (int first = 0; first < lengths.length; first += rows) {
            int last = Math.min(lengths.length, first + rows);
            int longest = Arrays.stream(lengths, first, last).max().orElse(0);
            for (int step = 0; step < longest; step += steps) {
                for (int k = first; k < last; k++) {
                    if (lengths[k] > step) {
                        cuts.add(new int[] {k, step, Math.min(steps, lengths[k] - step), k - first});
                    }
                }
                batches.add(cuts.size());
            }
        }
        return new Stretches(whole, resetToken, cuts, batches);
    }

    Values of(Values values) {
        return values.isSequence() ? values.rows(examples, from, counts) : values.select(examples);
    }

    int[] lengths() {
        return counts.clone();
    }

    int batches() {
        return batches.length - 1;
    }

    int start(int batch) {
        return batches[batch];
    }

    /** Whether states start afresh before step {@code t} of a stretch. */
    boolean resets(int stretch, int t) {
        int at = from[stretch] + t;
        return at == 0
                || (resetToken.isPresent()
                        && whole.inputs().get(resetToken.get().input()).get(examples[stretch], at - 1, 0)
                                == resetToken.get().id());
    }

    int stream(int stretch) {
        return streams[stretch];
    }
}
