package dev.unroll.runtime.train;

/** The rule by which gradients change weights. */
public sealed interface Optimizer {
    /** Step size, constant over the training. */
    double rate();

    /**
     * Stochastic gradient descent: {@code v = momentum · v - rate · g}, then {@code w += v}, or with Nesterov's look-ahead
     * {@code w += momentum · v - rate · g}; the form of Keras.
     */
    record Sgd(double rate, double momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            requireRate(rate);
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be at least 0 and below 1, not " + momentum);
            }
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov needs a momentum");
            }
        }

        @Override
        public String toString() {
            return "sgd(rate = " + rate + (momentum > 0 ? ", momentum = " + momentum : "")
                    + (nesterov ? ", nesterov" : "") + ")";
        }
    }

    /**
     * Adam with bias correction (Kingma and Ba, 2015, algorithm 1): {@code w -= rate · m̂ / (√v̂ + epsilon)}.
     */
    record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {
        public Adam {
            requireRate(rate);
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "betas must be at least 0 and below 1, not " + beta1 + " and " + beta2);
            }
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
            }
        }

        @Override
        public String toString() {
            return "adam(rate = " + rate + ", beta1 = " + beta1 + ", beta2 = " + beta2 + ", epsilon = " + epsilon + ")";
        }
    }

    /** Plain gradient descent. */
    static Sgd sgd(double rate) {
        return new Sgd(rate, 0, false);
    }

    /** Adam with the paper's other constants: 0.9, 0.999, 1e-8. */
    static Adam adam(double rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8);
    }

    private static void requireRate(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate must be above 0, not " + rate);
        }
    }
}
