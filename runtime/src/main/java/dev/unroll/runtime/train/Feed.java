package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;

/** Brings the training part into a run, batch by batch. Which examples a batch has is a pure function of seed, epoch and step. */
interface Feed extends AutoCloseable {
    /** The largest batch there is, on every axis. */
    Capacity capacity();

    /**
     * Lays out an epoch; the next batch is its first.
     *
     * @param epoch from 1
     * @return how many batches it has
     */
    int begin(int epoch);

    /** Packs batch {@code step} of the epoch, from 0, and fills the run's inputs, targets and states. */
    void fill(TrainRun run, int step);

    /**
     * Lets a decoder read some of its own tokens in the batch filled last, {@code step}.
     *
     * @param forced how probable it is that a token is the true one
     * @param number of the training step, over all epochs
     * @throws UnsupportedOperationException where examples do not come whole
     */
    default void mix(TrainRun run, int step, OwnTokens own, double forced, long number) {
        throw new UnsupportedOperationException("teacher forcing needs examples that come whole");
    }

    /** Takes what the next batch needs from a run that has gone forward. */
    default void take(TrainRun run) {}

    /** The lengths of the batch filled last, on the first axis. */
    Packing packing();

    /** The lengths of the batch filled last as output {@code o} has them. */
    Packing packing(int o);

    /** Truth of output {@code o} in packed order, as filled last. */
    float[] target(int o);

    /** What is handed from batch to batch within an epoch, for a checkpoint; empty for nothing. */
    default double[] carried() {
        return new double[0];
    }

    /** Takes over what {@link #carried} gave, after {@link #begin}. */
    default void carry(double[] saved) {}

    @Override
    default void close() {}
}
