package dev.unroll.runtime.train;

import java.util.Locale;

/** A figure reported besides the loss, in the units of the data: scaling is undone first. */
public enum Metric {
    /** Mean absolute error. */
    MAE,
    /** Square root of the mean squared error. */
    RMSE,
    /** Mean squared error. */
    MSE,
    /** Mean of |error / truth| in per cent, over numbers whose truth is not 0; NaN when there is none. */
    MAPE;

    /** As written in a {@code .rnn} file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
