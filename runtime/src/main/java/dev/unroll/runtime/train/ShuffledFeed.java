package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;

/** Examples that have nothing to do with each other, in a {@link BatchOrder}. */
final class ShuffledFeed implements Feed {
    private final BatchOrder order;
    private final BatchFeed feed;

    ShuffledFeed(Examples examples, Batch batch, long seed) {
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
