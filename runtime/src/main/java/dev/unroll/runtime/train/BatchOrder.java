package dev.unroll.runtime.train;

import dev.unroll.runtime.random.CounterRandom;
import java.util.Arrays;

/**
 * Which examples come together, and when: shuffled, then cut into batches. With buckets, shuffled examples are first sorted by
 * length, roughly (lengths within an eighth of each other count as equal), and the batches are shuffled at the end. A pure function
 * of seed and epoch. Every example comes once per epoch.
 */
final class BatchOrder {
    /** Keeps the shuffle's random numbers apart from dropout's, whose streams count up from 0. */
    private static final int SHUFFLE = -1;

    private static final int SHUFFLE_BATCHES = -3;

    private final int[] lengths;
    private final int[] buckets; // of each example; empty without buckets
    private final int size; // examples, or steps
    private final boolean tokens;
    private final long seed;
    private final int[] order;
    private final int[] sorted;
    private final int[] starts;
    private int[] turns = new int[0];
    private int batches;

    BatchOrder(Examples examples, Batch batch, long seed) {
        this(examples.lengths(countedAxis(examples.signature(), batch)), bucketing(examples, batch), batch, seed);
    }

    /**
     * An order of examples of known lengths.
     *
     * @param bucketing what buckets go by, of each example; unused without buckets
     */
    BatchOrder(int[] lengths, int[] bucketing, Batch batch, long seed) {
        this.lengths = lengths;
        this.seed = seed;
        this.order = new int[lengths.length];
        this.starts = new int[lengths.length + 1];
        if (batch instanceof Batch.Tokens bounded) {
            tokens = true;
            size = bounded.count();
            buckets = bounded.bucketBy().isPresent()
                    ? Arrays.stream(bucketing).map(BatchOrder::bucket).toArray()
                    : new int[0];
        } else {
            tokens = false;
            size = ((Batch.Examples) batch).count();
            buckets = new int[0];
        }
        this.sorted = new int[buckets.length];
    }

    /** The axis whose steps bound a batch: that of the port that buckets go by, else the first. */
    static int countedAxis(ModelSignature signature, Batch batch) {
        return batch instanceof Batch.Tokens bounded
                ? bounded.bucketBy()
                        .map(port -> signature.axis(port(signature, port)))
                        .orElse(0)
                : 0;
    }

    /** An input, or the output that a decoder gives. */
    private static ModelSignature.Port port(ModelSignature signature, String name) {
        return signature
                .decoder()
                .map(decoder -> signature.outputs().get(decoder.output()))
                .filter(output -> output.name().equals(name))
                .orElseGet(() -> signature.inputs().get(signature.input(name)));
    }

    private static int[] bucketing(Examples examples, Batch batch) {
        if (!(batch instanceof Batch.Tokens bounded) || bounded.bucketBy().isEmpty()) {
            return new int[0];
        }
        ModelSignature.Port by = port(examples.signature(), bounded.bucketBy().get());
        int[] lengths = new int[examples.size()];
        Arrays.fill(lengths, 1);
        return by.isSequence() ? examples.lengths(examples.signature().axis(by)) : lengths;
    }

    /** Eight buckets from each power of two to the next. */
    static int bucket(int length) {
        int shift = Math.max(0, 28 - Integer.numberOfLeadingZeros(length));
        return 8 * shift + (length >>> shift);
    }

    /** Lays out an epoch and says how many batches it has. */
    int begin(int epoch) {
        CounterRandom.permutation(order, seed, epoch, SHUFFLE);
        if (buckets.length > 0) {
            sortByBucket();
        }
        batches = 0;
        int filled = 0;
        for (int k = 0; k < order.length; k++) {
            int weight = tokens ? lengths[order[k]] : 1;
            if (k == 0 || filled + (long) weight > size) {
                starts[batches++] = k;
                filled = 0;
            }
            filled += weight;
        }
        starts[batches] = order.length;
        if (turns.length != batches) {
            turns = new int[batches];
        }
        if (buckets.length > 0) {
            CounterRandom.permutation(turns, seed, epoch, SHUFFLE_BATCHES);
        } else {
            Arrays.setAll(turns, step -> step);
        }
        return batches;
    }

    /** A stable counting sort: examples of one bucket stay shuffled. */
    private void sortByBucket() {
        int[] next = new int[Arrays.stream(buckets).max().orElse(0) + 2];
        for (int bucket : buckets) {
            next[bucket + 1]++;
        }
        for (int b = 1; b < next.length; b++) {
            next[b] += next[b - 1];
        }
        for (int example : order) {
            sorted[next[buckets[example]]++] = example;
        }
        System.arraycopy(sorted, 0, order, 0, order.length);
    }

    /** All examples in the epoch's order. */
    int[] order() {
        return order;
    }

    /** Where batch {@code step} begins in {@link #order}. */
    int from(int step) {
        return starts[turns[step]];
    }

    /** How many examples batch {@code step} has. */
    int count(int step) {
        return starts[turns[step] + 1] - starts[turns[step]];
    }
}
