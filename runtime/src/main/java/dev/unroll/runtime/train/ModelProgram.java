package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.weights.Parameters;

/** What trainer, predictor and gradient check need of a generated program. Closing it frees the parameters. */
public interface ModelProgram extends AutoCloseable {
    /** Where it runs. Not closed with the program: the caller who made the device closes it. */
    Device device();

    /** Its weights, gradients and optimiser state. */
    Parameters parameters();

    /** Its inputs and outputs. */
    ModelSignature signature();

    /**
     * Working memory for training on batches up to this size, which bounds every axis alike.
     *
     * @param batch most examples in a batch
     * @param tokens most steps in a batch, summed over its examples
     * @param steps longest example
     */
    TrainRun trainRun(int batch, int tokens, int steps);

    /** Working memory for prediction; bounds as for {@link #trainRun}. */
    PredictRun predictRun(int batch, int tokens, int steps);

    /**
     * Working memory for training on batches up to this size, which has bounds for each axis of the model.
     *
     * @throws IllegalArgumentException when the model has another number of axes
     */
    default TrainRun trainRun(Capacity capacity) {
        return trainRun(capacity.batch(), capacity.requireOne().tokens(0), capacity.steps(0));
    }

    /** Working memory for prediction; bounds as for {@link #trainRun(Capacity)}. */
    default PredictRun predictRun(Capacity capacity) {
        return predictRun(capacity.batch(), capacity.requireOne().tokens(0), capacity.steps(0));
    }

    @Override
    void close();
}
