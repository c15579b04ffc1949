package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import java.util.List;

/** Working memory of a program's training step: fill inputs and targets, run forward, then backward. One thread at a time. */
public interface TrainRun extends StatePorts, AutoCloseable {
    /**
     * Re-binds all views to a batch of these lengths. Allocates nothing once the sizes were seen.
     *
     * @throws IllegalArgumentException when the model has several axes
     */
    void pack(Packing packing);

    /**
     * As {@link #pack(Packing)}, for a model with any number of axes.
     *
     * @throws IllegalArgumentException when the model has another number of axes
     */
    default void pack(Packings packings) {
        pack(packings.requireOne());
    }

    /** Input {@code i}, {@code [N, F]} packed and time-major for sequences, {@code [B, F]} in the order of the first axis otherwise. */
    Matrix input(int i);

    /** Truth of output {@code o}, laid out as {@link #input}. */
    Matrix target(int o);

    /** Fixes dropout masks: a pure function of seed and training step. */
    void random(long seed, long step);

    /** Computes loss and outputs in training mode and keeps what {@link #backward} reads. */
    void forward();

    /** Overwrites the program's gradients with those of the loss. */
    void backward();

    /** The loss of the last {@link #forward}, a mean over all rows and features. */
    double loss();

    /** Output {@code o} of the last {@link #forward}, dropout included. */
    Matrix output(int o);

    /** Gradients by layer and step of the last {@link #backward}, in the order of the layers. The same list each time. */
    default List<Probe> probes() {
        return List.of();
    }

    /** Native memory held. */
    long bytes();

    @Override
    void close();
}
