package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Sequence;

/**
 * Where to look at the gradient of a recurrent layer at each step.
 *
 * @param layer its label, such as {@code lstm1}
 * @param gradient of the loss with respect to what the layer's loop reads, {@code [N, F]}: of the gates before their activations, where
 *     these are a product with the input. Valid after {@link TrainRun#backward}, until the next forward
 */
public record Probe(String layer, Sequence gradient) {}
