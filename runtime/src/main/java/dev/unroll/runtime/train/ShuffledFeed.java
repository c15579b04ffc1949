package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;
import java.util.Arrays;

/** Examples that have nothing to do with each other, in a {@link BatchOrder}. */
final class ShuffledFeed implements Feed {
    private final Examples examples;
    private final BatchOrder order;
    private final BatchFeed feed;

    ShuffledFeed(Examples examples, Batch batch, long seed) {
        this.examples = examples;
        order = new BatchOrder(examples, batch, seed);
        feed = new BatchFeed(examples, BatchBounds.of(examples, batch));
    }

    @Override
    public Capacity capacity() {
        return feed.capacity();
    }

    @Override
    public int begin(int epoch) {
        return order.begin(epoch);
    }

    @Override
    public void fill(TrainRun run, int step) {
        feed.choose(order.order(), order.from(step), order.count(step));
        feed.fill(run);
    }

    @Override
    public void mix(TrainRun run, int step, OwnTokens own, double forced, long number) {
        int from = order.from(step);
        Examples batch = examples.select(Arrays.copyOfRange(order.order(), from, from + order.count(step)));
        feed.replacePrevious(run, own.draw(batch, forced, number));
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
}
