package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Packing;
import java.util.List;

/** One batch as it was predicted; what it gives is overwritten by the next one. */
final class PredictedBatch {
    private final BatchFeed feed;
    private final float[][] predicted;
    private List<Pooling> poolings = List.of();
    private int first;

    PredictedBatch(BatchFeed feed, float[][] predicted) {
        this.feed = feed;
        this.predicted = predicted;
    }

    PredictedBatch at(int firstExample) {
        first = firstExample;
        return this;
    }

    /** Copies what a run has given. */
    void read(PredictRun run) {
        for (int o = 0; o < predicted.length; o++) {
            run.output(o).get(predicted[o]);
        }
        poolings = run.poolings();
    }

    /** The place of its first example among all; the others follow. */
    int first() {
        return first;
    }

    /** The batch's lengths. */
    Packing packing() {
        return feed.packing();
    }

    /** The batch's lengths as output {@code o} has them. */
    Packing packing(int o) {
        return feed.packing(o);
    }

    int outputs() {
        return predicted.length;
    }

    /** The weights of the model's poolings, not copied. */
    List<Pooling> poolings() {
        return poolings;
    }

    /** Truth of output {@code o}, packed. */
    float[] truth(int o) {
        return feed.packTarget(o);
    }

    /** What the model says, packed, in its own range. */
    float[] predicted(int o) {
        return predicted[o];
    }

    /** Copies output {@code o} to its examples' rows. */
    void unpack(int o, Values into) {
        feed.unpack(o, predicted[o], into);
    }
}
