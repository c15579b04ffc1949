package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/**
 * What tokens and labels need. Ids are whole numbers held in matrices of width 1, {@code [rows, 1]}, exact to 2^24; an id that is not
 * whole or not among the rows or classes is refused with {@link IllegalArgumentException} before anything is written.
 */
public interface TokenOperations {
    /** y[r] = table[ids[r]], with table [V, F], ids [rows, 1], y [rows, F]. */
    void gather(Matrix table, Matrix ids, Matrix y);

    /** table[v] = Σ of the rows x[r] with ids[r] = v, in the order of rows; 0 where there is none. Shapes as for {@link #gather}. */
    void scatter(Matrix ids, Matrix x, Matrix table);

    /** table[v] += Σ of the rows x[r] with ids[r] = v. */
    void scatterAdd(Matrix ids, Matrix x, Matrix table);

    /** y[r, c] = e^x[r, c] / Σ_k e^x[r, k], both [rows, C]; y may be x. */
    void softmax(Matrix x, Matrix y);

    /** The natural logarithm of {@link #softmax}, without computing it; y may be x. */
    void logSoftmax(Matrix x, Matrix y);

    /**
     * loss[r] = w[t] · (-(1 - s) logp[t] - s / C · Σ_c logp[c]) for t = target[r] and logp the {@link #logSoftmax} of logits [rows, C];
     * target and loss are [rows, 1].
     *
     * @param smoothing s, from 0 (none) to below 1
     * @param weights one factor for each class, or empty for 1 everywhere
     */
    void crossEntropy(Matrix logits, Matrix target, double smoothing, float[] weights, Matrix loss);

    /**
     * d[r, c] = g[r] · ∂loss[r] / ∂logits[r, c] = g[r] · w[t] · (p[c] - s / C - (1 - s) [c = t]), for the loss of {@link #crossEntropy}
     * and p the {@link #softmax} of logits; g is [rows, 1], d may be logits.
     */
    void crossEntropyGradient(Matrix logits, Matrix target, Matrix g, double smoothing, float[] weights, Matrix d);
}
