package dev.unroll.compiler.types;

import java.util.List;

/** The loss of one output, a mean over its rows (and, of numbers, over their features). Losses of several outputs are added. */
public sealed interface LossSpec {
    /** The word of the language for it. */
    String word();

    /** {@code e²} of the error {@code e}. */
    record Mse() implements LossSpec {
        @Override
        public String word() {
            return "mse";
        }

        @Override
        public String toString() {
            return word();
        }
    }

    /** {@code |e|}. */
    record Mae() implements LossSpec {
        @Override
        public String word() {
            return "mae";
        }

        @Override
        public String toString() {
            return word();
        }
    }

    /** {@code e² / 2} up to {@code delta}, linear beyond. */
    record Huber(double delta) implements LossSpec {
        @Override
        public String word() {
            return "huber";
        }

        @Override
        public String toString() {
            return "huber(" + delta + ")";
        }
    }

    /**
     * Of a probability: {@code -log p} of what happened.
     *
     * @param positiveWeight how often a row that holds counts; 1 for the plain form
     */
    record BinaryCrossEntropy(double positiveWeight) implements LossSpec {
        @Override
        public String word() {
            return "binary_crossentropy";
        }

        @Override
        public String toString() {
            return word() + (positiveWeight == 1 ? "" : "(positive_weight = " + positiveWeight + ")");
        }
    }

    /**
     * Of labels or tokens: {@code -log p} of the true one.
     *
     * @param smoothing share of the truth that is spread evenly over all, from 0 to below 1
     * @param weights one per label; empty when all are 1. The mean is over rows, not over weights
     */
    record CrossEntropy(double smoothing, List<Double> weights) implements LossSpec {
        public CrossEntropy {
            weights = List.copyOf(weights);
        }

        @Override
        public String word() {
            return "cross_entropy";
        }

        @Override
        public String toString() {
            String options = (smoothing == 0 ? "" : "label_smoothing = " + smoothing)
                    + (smoothing == 0 || weights.isEmpty() ? "" : ", ")
                    + (weights.isEmpty() ? "" : "class_weights = " + weights);
            return word() + (options.isEmpty() ? "" : "(" + options + ")");
        }
    }

    /** The loss of an output about which no {@code train} block says anything. */
    static LossSpec standard(ValueType output) {
        return switch (output.element()) {
            case TOKEN, LABEL -> new CrossEntropy(0, List.of());
            case PROBABILITY -> new BinaryCrossEntropy(1);
            case FLOAT, INT -> new Mse();
        };
    }
}
