package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/**
 * What optimisers do to flat vectors, {@code [1, n]}; a weight's own {@code [in, out]} matrix will do as well. Factors are given in
 * double and rounded once to the device's precision, 1 - beta too.
 */
public interface FlatOperations {
    /** Σ m², added up in double with a fixed tree. */
    double squaredNorm(Matrix m);

    /** m *= factor. */
    void scale(Matrix m, double factor);

    /** to += factor * from. */
    void addScaled(Matrix from, double factor, Matrix to);

    /** Every element into [-limit, limit]. NaN stays NaN. */
    void clipValue(Matrix m, double limit);

    /**
     * Decoupled weight decay (Loshchilov and Hutter, 2019), before a step of the rule: {@code w -= factor * w}, the factor being rate
     * times decay. Not {@link #scale} by {@code 1 - factor}, of which a float keeps too few digits.
     */
    default void decay(Matrix weights, double factor) {
        addScaled(weights, -factor, weights);
    }

    /**
     * Scales m so that its norm is at most {@code limit}.
     *
     * @return the norm before
     */
    default double clipNorm(Matrix m, double limit) {
        double norm = Math.sqrt(squaredNorm(m));
        if (norm > limit) {
            scale(m, limit / norm);
        }
        return norm;
    }

    /**
     * Gradient descent. Without momentum {@code w -= rate * g}, and {@code velocity} is not looked at and may be null. With it
     * {@code v = momentum * v + g}, then {@code w -= rate * v}, or with Nesterov's look-ahead {@code w -= rate * (g + momentum *
     * v)}.
     */
    void sgd(Matrix weights, Matrix gradient, Matrix velocity, double rate, double momentum, boolean nesterov);

    /**
     * Adam (Kingma, Ba 2015): {@code m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g²; w -= rate * m / (sqrt(v) +
     * epsilon)}. The bias corrections are the caller's: pass {@code rate * sqrt(1 - beta2^t) / (1 - beta1^t)}, and {@code epsilon *
     * sqrt(1 - beta2^t)} for the paper's first form.
     */
    void adam(
            Matrix weights,
            Matrix gradient,
            Matrix m,
            Matrix v,
            double rate,
            double beta1,
            double beta2,
            double epsilon);

    /** RMSprop: {@code v = rho * v + (1 - rho) * g²; w -= rate * g / (sqrt(v) + epsilon)}. */
    void rmsprop(Matrix weights, Matrix gradient, Matrix v, double rate, double rho, double epsilon);

    /** Adagrad (Duchi, Hazan, Singer 2011): {@code v += g²; w -= rate * g / (sqrt(v) + epsilon)}. */
    void adagrad(Matrix weights, Matrix gradient, Matrix v, double rate, double epsilon);
}
