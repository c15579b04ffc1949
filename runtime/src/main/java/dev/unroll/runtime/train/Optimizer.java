package dev.unroll.runtime.train;

/** The rule by which gradients change weights. */
public sealed interface Optimizer {
    /** Step size. */
    Schedule rate();

    /**
     * Stochastic gradient descent: {@code v = momentum · v + g}, then {@code w -= rate · v}, or with Nesterov's look-ahead
     * {@code w -= rate · (g + momentum · v)}.
     */
    record Sgd(Schedule rate, double momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            share("momentum", momentum);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov needs a momentum");
            }
        }

        public Sgd(double rate, double momentum, boolean nesterov) {
            this(Schedule.constant(rate), momentum, nesterov);
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
    record Adam(Schedule rate, double beta1, double beta2, double epsilon) implements Optimizer {
        public Adam {
            share("beta1", beta1);
            share("beta2", beta2);
            above0("epsilon", epsilon);
        }

        public Adam(double rate, double beta1, double beta2, double epsilon) {
            this(Schedule.constant(rate), beta1, beta2, epsilon);
        }

        @Override
        public String toString() {
            return "adam" + inWords(rate, beta1, beta2, epsilon);
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): {@code w -= rate · decay · w}, then as {@link Adam}. The
     * decay is {@link TrainingSpec#weightDecay}'s.
     */
    record AdamW(Schedule rate, double beta1, double beta2, double epsilon) implements Optimizer {
        public AdamW {
            share("beta1", beta1);
            share("beta2", beta2);
            above0("epsilon", epsilon);
        }

        public AdamW(double rate, double beta1, double beta2, double epsilon) {
            this(Schedule.constant(rate), beta1, beta2, epsilon);
        }

        @Override
        public String toString() {
            return "adamw" + inWords(rate, beta1, beta2, epsilon);
        }
    }

    /** RMSprop (Tieleman and Hinton, 2012): {@code v = rho · v + (1 - rho) · g²}, then {@code w -= rate · g / (√v + epsilon)}. */
    record RmsProp(Schedule rate, double rho, double epsilon) implements Optimizer {
        public RmsProp {
            share("rho", rho);
            above0("epsilon", epsilon);
        }

        public RmsProp(double rate, double rho, double epsilon) {
            this(Schedule.constant(rate), rho, epsilon);
        }

        @Override
        public String toString() {
            return "rmsprop(rate = " + rate + ", rho = " + rho + ", epsilon = " + epsilon + ")";
        }
    }

    /** Adagrad (Duchi, Hazan and Singer, 2011): {@code v += g²}, then {@code w -= rate · g / (√v + epsilon)}. */
    record Adagrad(Schedule rate, double epsilon) implements Optimizer {
        public Adagrad {
            above0("epsilon", epsilon);
        }

        public Adagrad(double rate, double epsilon) {
            this(Schedule.constant(rate), epsilon);
        }

        @Override
        public String toString() {
            return "adagrad(rate = " + rate + ", epsilon = " + epsilon + ")";
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

    private static String inWords(Schedule rate, double beta1, double beta2, double epsilon) {
        return "(rate = " + rate + ", beta1 = " + beta1 + ", beta2 = " + beta2 + ", epsilon = " + epsilon + ")";
    }

    private static void share(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be at least 0 and below 1, not " + value);
        }
    }

    private static void above0(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be above 0, not " + value);
        }
    }
}
