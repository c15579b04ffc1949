package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/** What optimisers do to flat vectors, {@code [1, n]}; a weight's own {@code [in, out]} matrix will do as well. */
public interface FlatOperations {
  /** Σ m², added up in double with a fixed tree. */
  double squaredNorm(Matrix m);

  /** m *= factor. */
  void scale(Matrix m, float factor);

  /** to += factor * from. */
  void addScaled(Matrix from, float factor, Matrix to);

  /** Every element into [-limit, limit]. NaN stays NaN. */
  void clipValue(Matrix m, float limit);

  /**
   * Scales m so that its norm is at most {@code limit}.
   *
   * @return the norm before
   */
  default double clipNorm(Matrix m, double limit) {
    double norm = Math.sqrt(squaredNorm(m));
    if (norm > limit) {
      scale(m, (float) (limit / norm));
    }
    return norm;
  }

  /**
   * Gradient descent. Without momentum {@code w -= rate * g}, and {@code velocity} is not looked at and may be null. With it
   * {@code v = momentum * v + g}, then {@code w -= rate * v}, or with Nesterov's look-ahead {@code w -= rate * (g + momentum *
   * v)}.
   */
  void sgd(Matrix weights, Matrix gradient, Matrix velocity, float rate, float momentum, boolean nesterov);

  /**
   * Adam (Kingma, Ba 2015): {@code m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g²; w -= rate * m / (sqrt(v) +
   * epsilon)}. The bias corrections are the caller's: pass {@code rate * sqrt(1 - beta2^t) / (1 - beta1^t)}, and {@code epsilon *
   * sqrt(1 - beta2^t)} for the paper's first form.
   */
  void adam(
      Matrix weights, Matrix gradient, Matrix m, Matrix v, float rate, float beta1, float beta2, float epsilon);

  /** RMSprop: {@code v = rho * v + (1 - rho) * g²; w -= rate * g / (sqrt(v) + epsilon)}. */
  void rmsprop(Matrix weights, Matrix gradient, Matrix v, float rate, float rho, float epsilon);

  /** Adagrad (Duchi, Hazan, Singer 2011): {@code v += g²; w -= rate * g / (sqrt(v) + epsilon)}. */
  void adagrad(Matrix weights, Matrix gradient, Matrix v, float rate, float epsilon);
}
