package dev.unroll.runtime.data;

/** What becomes of missing values of a series: fields that are empty, {@code NA} or {@code NaN}. */
public enum Missing {
    /** They are an error that names line and column. */
    REFUSE,
    /** The last value before is repeated; one must be there. */
    FORWARD,
    /** They lie on a line between the values before and after, by the number of rows; both must be there. */
    INTERPOLATE
}
