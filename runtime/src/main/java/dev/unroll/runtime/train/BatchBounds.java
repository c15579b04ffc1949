package dev.unroll.runtime.train;

import java.util.Arrays;

/**
 * How large batches can become, in whatever order examples come.
 *
 * @param examples most examples of a batch
 * @param tokens most steps of a batch, summed over its examples
 * @param steps of the longest example
 */
record BatchBounds(int examples, int tokens, int steps) {
    /** The bounds for examples of these lengths, at least one. */
    static BatchBounds of(int[] lengths, Batch batch) {
        int[] byLength = lengths.clone();
        Arrays.sort(byLength);
        int longest = byLength[byLength.length - 1];
        if (batch instanceof Batch.Tokens bounded) {
            long sum = 0;
            int most = 0;
            for (; most < byLength.length && sum + byLength[most] <= bounded.count(); most++) {
                sum += byLength[most];
            }
            long all = Arrays.stream(byLength).asLongStream().sum();
            return new BatchBounds(Math.max(1, most), (int) Math.max(longest, Math.min(bounded.count(), all)), longest);
        }
        int most = Math.min(((Batch.Examples) batch).count(), byLength.length);
        long sum = 0;
        for (int k = 0; k < most; k++) {
            sum += byLength[byLength.length - 1 - k];
        }
        return new BatchBounds(most, Math.toIntExact(sum), longest);
    }
}
