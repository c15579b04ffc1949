package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Packing;

/** One batch as it was predicted; what it gives is overwritten by the next one. */
final class PredictedBatch {
    private final BatchFeed feed;
    private final float[][] predicted;
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
    }

    /** The place of its first example among all; the others follow. */
    int first() {
        return first;
    }

    /** The batch's lengths. */
    Packing packing() {
        return feed.packing();
    }

    int outputs() {
        return predicted.length;
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
        feed.unpack(predicted[o], into);
    }
}
