package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Sequence;

/**
 * How a pooling has weighed the steps of a batch.
 *
 * @param layer label of the layer that scores the steps, such as {@code additive1}
 * @param weights {@code [N, 1]}, 0 or more; those of an example add up to 1. Valid after {@link PredictRun#forward}, until the next
 *     {@link PredictRun#pack} or forward
 */
public record Pooling(String layer, Sequence weights) {}
