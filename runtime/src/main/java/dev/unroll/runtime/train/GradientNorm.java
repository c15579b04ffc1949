package dev.unroll.runtime.train;

import java.util.List;

/**
 * How large a layer's gradient is, so that vanishing and exploding gradients are seen.
 *
 * @param layer the layer's label
 * @param perStep root of the sum of squares of the cotangent of what the layer computes from its input, one per time step over
 *     all examples that reach it; one number alone is that of the layer's weights
 * @param stepsEach time steps each number covers, 1 unless sequences are long
 */
public record GradientNorm(String layer, List<Double> perStep, int stepsEach) {
    public GradientNorm {
        perStep = List.copyOf(perStep);
        if (perStep.isEmpty() || stepsEach < 1) {
            throw new IllegalArgumentException("layer " + layer + " has no gradient");
        }
    }
}
