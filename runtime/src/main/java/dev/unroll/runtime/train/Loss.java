package dev.unroll.runtime.train;

import java.util.Locale;

/**
 * A loss, the mean over all rows and features of a function of the error {@code e = prediction - truth}. Generated programs
 * compute it themselves in training; this form serves validation and printing.
 *
 * @param delta where {@link Kind#HUBER} turns from square to line; 0 for the others
 */
public record Loss(Kind kind, double delta) {
    /** The losses of the language. */
    public enum Kind {
        /** {@code e²}. */
        MSE,
        /** {@code |e|}. */
        MAE,
        /** {@code ½ e²} up to {@code delta}, {@code delta (|e| - ½ delta)} beyond. */
        HUBER
    }

    public Loss {
        if (kind == Kind.HUBER ? !(delta > 0) : delta != 0) {
            throw new IllegalArgumentException(kind + " with delta " + delta);
        }
    }

    /** Mean squared error. */
    public static Loss mse() {
        return new Loss(Kind.MSE, 0);
    }

    /** Mean absolute error. */
    public static Loss mae() {
        return new Loss(Kind.MAE, 0);
    }

    /** Huber's loss. */
    public static Loss huber(double delta) {
        return new Loss(Kind.HUBER, delta);
    }

    /** The loss of one number. */
    double of(double error) {
        double size = Math.abs(error);
        return switch (kind) {
            case MSE -> error * error;
            case MAE -> size;
            case HUBER -> size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
        };
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.HUBER ? name + "(" + delta + ")" : name;
    }
}
