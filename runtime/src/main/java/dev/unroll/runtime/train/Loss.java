package dev.unroll.runtime.train;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A loss, the mean over all rows; of losses of numbers, over all rows and features. Generated programs compute it themselves in
 * training, from logits; this form serves validation and printing, from what the model predicts. Losses of several outputs
 * are added.
 */
public sealed interface Loss {
    /**
     * The least probability taken: 2^-149, the smallest a float holds. Programs give a smaller one as 0, whose logarithm would
     * make the whole mean infinite.
     */
    double LEAST = Float.MIN_VALUE;

    /** The least complement of a probability taken: half the distance from 1 to the float below it, 2^-25. */
    double LEAST_COMPLEMENT = 0x1p-25;

    /** Whether it compares numbers rather than probabilities. */
    default boolean ofNumbers() {
        return this instanceof Mse || this instanceof Mae || this instanceof Huber;
    }

    /** {@code e²} of the error {@code e = prediction - truth}. */
    record Mse() implements Loss {
        @Override
        public String toString() {
            return "mse";
        }
    }

    /** {@code |e|}. */
    record Mae() implements Loss {
        @Override
        public String toString() {
            return "mae";
        }
    }

    /** {@code ½ e²} up to {@code delta}, {@code delta (|e| - ½ delta)} beyond (Huber, 1964). */
    record Huber(double delta) implements Loss {
        public Huber {
            requirePositive("huber's delta", delta);
        }

        @Override
        public String toString() {
            return "huber(" + delta + ")";
        }
    }

    /**
     * {@code -positiveWeight · log p} for a row that is true, {@code -log(1 - p)} for one that is not.
     *
     * @param positiveWeight 1 for the plain form
     */
    record BinaryCrossEntropy(double positiveWeight) implements Loss {
        public BinaryCrossEntropy {
            requirePositive("binary_crossentropy's positive_weight", positiveWeight);
        }

        /** The loss of one row of probability {@code p}. */
        double of(boolean truth, double p) {
            return truth ? -positiveWeight * logarithm(p) : -Math.log(Math.max(1 - p, LEAST_COMPLEMENT));
        }

        @Override
        public String toString() {
            return "binary_crossentropy" + (positiveWeight == 1 ? "" : "(positive_weight = " + positiveWeight + ")");
        }
    }

    /**
     * {@code w[t] (-(1 - s) log p[t] - s/C Σ log p[c])} for the true one {@code t} of {@code C} classes and smoothing {@code s}
     * (Szegedy et al., 2016). The mean is over rows, not over weights.
     *
     * @param smoothing from 0 to below 1
     * @param weights one per class; empty when all are 1
     */
    record CrossEntropy(double smoothing, List<Double> weights) implements Loss {
        public CrossEntropy {
            weights = List.copyOf(weights);
            if (!(smoothing >= 0 && smoothing < 1)) {
                throw new IllegalArgumentException("label_smoothing must be from 0 to below 1, not " + smoothing);
            }
            for (double weight : weights) {
                if (!(weight >= 0) || Double.isInfinite(weight)) {
                    throw new IllegalArgumentException("class weights must be 0 or above, not " + weight);
                }
            }
        }

        /** The weight of a class. */
        double weight(int label) {
            return weights.isEmpty() ? 1 : weights.get(label);
        }

        /** The loss of the row {@code p[at]} to {@code p[at + classes - 1]}. */
        double of(int truth, float[] p, int at, int classes) {
            double loss = -(1 - smoothing) * logarithm(p[at + truth]);
            if (smoothing > 0) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += logarithm(p[at + c]);
                }
                loss -= smoothing / classes * sum;
            }
            return weight(truth) * loss;
        }

        @Override
        public String toString() {
            String options = (smoothing == 0 ? "" : "label_smoothing = " + smoothing)
                    + (smoothing == 0 || weights.isEmpty() ? "" : ", ")
                    + (weights.isEmpty() ? "" : "class_weights = " + weights);
            return "cross_entropy" + (options.isEmpty() ? "" : "(" + options + ")");
        }
    }

    /** Mean squared error. */
    static Loss mse() {
        return new Mse();
    }

    /** Mean absolute error. */
    static Loss mae() {
        return new Mae();
    }

    /** Huber's loss. */
    static Loss huber(double delta) {
        return new Huber(delta);
    }

    /** Binary cross-entropy, true rows counting {@code positiveWeight} times. */
    static Loss binaryCrossEntropy(double positiveWeight) {
        return new BinaryCrossEntropy(positiveWeight);
    }

    /** Cross-entropy with label smoothing and one weight per class, or none when all are 1. */
    static Loss crossEntropy(double smoothing, double... weights) {
        return new CrossEntropy(smoothing, DoubleStream.of(weights).boxed().toList());
    }

    /** The loss of one number. */
    default double of(double error) {
        double size = Math.abs(error);
        if (this instanceof Mse) {
            return error * error;
        }
        if (this instanceof Mae) {
            return size;
        }
        if (this instanceof Huber huber) {
            return size <= huber.delta() ? 0.5 * error * error : huber.delta() * (size - 0.5 * huber.delta());
        }
        throw new IllegalStateException(this + " is no loss of numbers");
    }

    private static double logarithm(double p) {
        return Math.log(Math.max(p, LEAST));
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be above 0, not " + value);
        }
    }
}
