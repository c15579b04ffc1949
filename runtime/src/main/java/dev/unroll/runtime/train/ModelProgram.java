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

    /**
     * Working memory for what a decoder needs of the inputs: all inputs in, first states and memories out, see {@link
     * ModelSignature.Decoder}.
     *
     * @param capacity bounds for each axis of the inputs
     * @throws UnsupportedOperationException when the model has no decoder
     */
    default PredictRun encodeRun(Capacity capacity) {
        throw new UnsupportedOperationException(signature().model() + " has no decoder");
    }

    /**
     * Working memory for one step of a decoder for rows that are hypotheses: previous ids {@code [B, 1]}, states and memories in; the
     * natural logarithms of the probabilities {@code [B, V]}, the states after it and the weights of attentions {@code [N, 1]} out.
     *
     * @param capacity bounds for each axis of the memories, in the order in which these first have them; without any, for one step
     *     per row
     * @throws UnsupportedOperationException when the model has no decoder
     */
    default PredictRun stepRun(Capacity capacity) {
        throw new UnsupportedOperationException(signature().model() + " has no decoder");
    }

    @Override
    void close();
}
