package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import java.util.List;

/**
 * Working memory of a program's prediction: fill the inputs of a batch, run, read the outputs. One thread at a time.
 */
public interface PredictRun extends StatePorts, AutoCloseable {
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

    /** Computes the outputs from the inputs, without dropout. */
    void forward();

    /** Output {@code o}, laid out as {@link #input}; valid until the next {@link #pack} or {@link #forward}. */
    Matrix output(int o);

    /** The weights of poolings in the last {@link #forward}, in the order of the model. The same list each time. */
    default List<Pooling> poolings() {
        return List.of();
    }

    /** Native memory held. */
    long bytes();

    @Override
    void close();
}
