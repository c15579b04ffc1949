package dev.unroll.runtime.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What can be said without looking at the input: how often each class occurs in the training part. Its best guess is the majority
 * class. A class not seen there counts as one row, like every class one more than it occurs (Laplace's rule), so that no
 * probability is 0.
 */
final class ClassPrior {
    private final float[] probabilities;
    private final int[] ranks;
    private final int best;

    /** The prior of classes that occur so often. */
    ClassPrior(long[] counts) {
        probabilities = new float[counts.length];
        double rows = Arrays.stream(counts).sum() + counts.length;
        for (int c = 0; c < counts.length; c++) {
            probabilities[c] = (float) ((counts[c] + 1) / rows);
        }
        int[] order = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer c) -> -counts[c]))
                .mapToInt(c -> c)
                .toArray();
        ranks = new int[counts.length];
        for (int place = 0; place < order.length; place++) {
            ranks[order[place]] = place;
        }
        best = order[0];
    }

    /** The majority class, the first of several. */
    int best() {
        return best;
    }

    /** At which place a class comes, from 0; of equals, the first class comes first. */
    int rank(int label) {
        return ranks[label];
    }

    double probability(int label) {
        return probabilities[label];
    }

    double loss(Loss.CrossEntropy loss, int label) {
        return loss.of(label, probabilities, 0, probabilities.length);
    }
}
