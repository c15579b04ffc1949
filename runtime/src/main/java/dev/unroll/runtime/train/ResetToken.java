package dev.unroll.runtime.train;

/**
 * The token after which carried states start anew.
 *
 * @param input its place among the model's inputs
 */
public record ResetToken(int input, int id) {}
