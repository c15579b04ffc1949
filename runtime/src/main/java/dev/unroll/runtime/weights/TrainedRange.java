package dev.unroll.runtime.weights;

import dev.unroll.runtime.memory.Matrix;

/**
 * Trained weights of one kind and their gradients. Mostly all of a kind as one row; where weights of several kinds are stored side by
 * side, some columns of a matrix.
 */
public record TrainedRange(WeightKind kind, Matrix weights, Matrix gradients) {}
