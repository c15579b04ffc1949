package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The training part of a source, read once an epoch through a {@link ShuffleBuffer}. Each group is ordered and cut into batches as
 * {@link ShuffledFeed} does with examples in memory; the last batch of a group may be smaller where batches are bounded by steps.
 */
final class SourceFeed<E> implements Feed {
    /** Keeps the orders within groups apart; the first group has that of examples in memory. */
    private static final int GROUPS = -5;

    private final EncodedSource<E> source;
    private final Scalers scalers;
    private final TrainingSpec spec;
    private final Optional<Integer> stretch; // steps of a stretch
    private final Capacity bounds;
    private final int[] positions; // in the source, of each example for training
    private final Map<Integer, E> held = new HashMap<>(); // by place in the training part
    private ShuffleBuffer buffer;
    private Optional<SourcePass<E>> pass = Optional.empty();
    private BatchOrder order;
    private BatchFeed feed;
    private int epoch;
    private int groups;
    private int read; // examples for training
    private int firstStep; // of the group
    private int endStep;

    SourceFeed(EncodedSource<E> source, Scalers scalers) {
        this.source = source;
        this.scalers = scalers;
        this.spec = source.parts().spec();
        this.stretch = spec.backprop().map(Truncated::steps);
        this.bounds = BatchBounds.of(stretched(source.lengths()), spec.batch());
        this.positions = source.parts().training().stream().toArray();
    }

    /** Lengths of the stretches that examples of these lengths are cut into, in the order of {@link Stretches}. */
    private int[] stretched(int[] lengths) {
        if (stretch.isEmpty()) {
            return lengths;
        }
        int steps = stretch.get();
        return Arrays.stream(lengths)
                .flatMap(length ->
                        IntStream.range(0, (length + steps - 1) / steps).map(k -> Math.min(steps, length - k * steps)))
                .toArray();
    }

    @Override
    public Capacity capacity() {
        return bounds;
    }

    @Override
    public int begin(int number) {
        close();
        epoch = number;
        buffer = groups();
        groups = 0;
        read = 0;
        endStep = 0;
        // How many batches there will be follows from lengths alone.
        ShuffleBuffer ahead = groups();
        int steps = 0;
        for (int group = 0; !ahead.isEmpty(); group++) {
            steps += order(ahead.next(), group).begin(epoch);
        }
        return steps;
    }

    private ShuffleBuffer groups() {
        int unit = spec.batch() instanceof Batch.Examples batch ? batch.count() : 1;
        return new ShuffleBuffer(positions.length, source.parts().buffer(), unit, spec.seed(), epoch);
    }

    private BatchOrder order(int[] places, int group) {
        int[] lengths = stretched(source.lengths(places));
        long seed = group == 0 ? spec.seed() : CounterRandom.bits(spec.seed(), group, GROUPS, 0);
        return new BatchOrder(lengths, bucketing(lengths), spec.batch(), seed);
    }

    /** All sequences of an example have one length; what is no sequence has one step. */
    private int[] bucketing(int[] lengths) {
        if (!(spec.batch() instanceof Batch.Tokens bounded)
                || bounded.bucketBy().isEmpty()) {
            return new int[0];
        }
        ModelSignature signature = source.parts().signature();
        boolean sequence = signature
                .inputs()
                .get(signature.input(bounded.bucketBy().get()))
                .isSequence();
        return sequence ? lengths : Arrays.stream(lengths).map(length -> 1).toArray();
    }

    @Override
    public void fill(TrainRun run, int step) {
        while (step >= endStep) {
            next(step);
        }
        feed.choose(order.order(), order.from(step - firstStep), order.count(step - firstStep));
        feed.fill(run);
    }

    /** Goes on to the next group; of one that a resumed training has behind it, examples are passed over. */
    private void next(int step) {
        feed = null;
        int[] places = buffer.next();
        order = order(places, groups++);
        firstStep = endStep;
        endStep += order.begin(epoch);
        read();
        List<E> group = new ArrayList<>(places.length);
        for (int place : places) {
            group.add(held.remove(place));
        }
        if (step < endStep) {
            int[] at = Arrays.stream(places).map(place -> positions[place]).toArray();
            Examples scaled = source.encode(group, at).scaled(scalers);
            feed = new BatchFeed(
                    stretch.map(steps -> scaled.stretches(Stretches.of(scaled, Optional.empty(), steps, 1)))
                            .orElse(scaled),
                    bounds);
        }
    }

    private void read() {
        SourcePass<E> reading = pass.orElseGet(() -> source.parts().pass());
        pass = Optional.of(reading);
        while (read < buffer.taken()) {
            E example = reading.next();
            if (example == null) {
                throw new IllegalStateException("a pass without a change ended after " + read + " examples");
            }
            if (reading.position() == positions[read]) {
                held.put(read++, example);
            }
        }
        if (buffer.isEmpty()) {
            reading.finish();
        }
    }

    @Override
    public Packing packing() {
        return feed.packing();
    }

    @Override
    public Packing packing(int o) {
        return feed.packing(o);
    }

    @Override
    public float[] target(int o) {
        return feed.target(o);
    }

    @Override
    public void close() {
        pass.ifPresent(SourcePass::close);
        pass = Optional.empty();
        held.clear();
        feed = null;
    }
}
