package dev.unroll.runtime.train;

/**
 * A forecast without a model: the number of {@code lag} rows ago, repeated when the forecast reaches further than that. A model
 * that does not beat it has learned nothing.
 */
public record Baseline(String name, int lag) {
    public Baseline {
        if (lag < 1) {
            throw new IllegalArgumentException("a baseline looks back at least one row, not " + lag);
        }
    }

    /** The last known row. */
    public static Baseline lastValue() {
        return new Baseline("last value", 1);
    }

    /** The row one season ago, such as 7 for days of a week. */
    public static Baseline seasonal(int lag) {
        return new Baseline(lag + " rows ago", lag);
    }

    /** The same under a name that says what the season is, such as "same weekday last week". */
    public Baseline named(String text) {
        return new Baseline(text, lag);
    }

    /** Which of {@code known} rows forecasts the row {@code horizon} (from 0) after them. Negative when too few are known. */
    int row(int known, int horizon) {
        return known + horizon - lag * (horizon / lag + 1);
    }
}
