package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import java.util.Arrays;

/** How large batches can become, in whatever order examples come. */
final class BatchBounds {
    private BatchBounds() {}

    /** The bounds for these examples, at least one, on all their axes. */
    static Capacity of(Examples examples, Batch batch) {
        int[][] lengths = new int[examples.axes()][];
        Arrays.setAll(lengths, examples::lengths);
        return of(lengths, BatchOrder.countedAxis(examples.signature(), batch), batch);
    }

    /** The bounds for examples of these lengths on the only axis, at least one. */
    static Capacity of(int[] lengths, Batch batch) {
        return of(new int[][] {lengths}, 0, batch);
    }

    private static Capacity of(int[][] lengths, int counted, Batch batch) {
        int most = most(lengths[counted], batch);
        int[] tokens = new int[lengths.length];
        int[] steps = new int[lengths.length];
        for (int axis = 0; axis < lengths.length; axis++) {
            int[] byLength = lengths[axis].clone();
            Arrays.sort(byLength);
            long sum = 0;
            for (int k = 0; k < most; k++) {
                sum += byLength[byLength.length - 1 - k];
            }
            steps[axis] = byLength[byLength.length - 1];
            if (axis == counted && batch instanceof Batch.Tokens bounded) {
                sum = Math.max(
                        steps[axis],
                        Math.min(
                                bounded.count(),
                                Arrays.stream(byLength).asLongStream().sum()));
            }
            tokens[axis] = Math.toIntExact(Math.max(sum, most));
        }
        return Capacity.of(most, tokens, steps);
    }

    /** Most examples of a batch. */
    private static int most(int[] lengths, Batch batch) {
        if (!(batch instanceof Batch.Tokens bounded)) {
            return Math.min(((Batch.Examples) batch).count(), lengths.length);
        }
        int[] byLength = lengths.clone();
        Arrays.sort(byLength);
        long sum = 0;
        int most = 0;
        for (; most < byLength.length && sum + byLength[most] <= bounded.count(); most++) {
            sum += byLength[most];
        }
        return Math.max(1, most);
    }
}
