package dev.unroll.runtime.train;

/** A time within a training: {@code steps(500)}, {@code epochs(20)}. */
public record Duration(int count, Unit unit) {
    /** What is counted. */
    public enum Unit {
        /** Weight updates. */
        STEPS,
        /** Passes over the training part. */
        EPOCHS
    }

    public Duration {
        if (count < 1) {
            throw new IllegalArgumentException("a duration is at least 1, not " + count);
        }
    }

    /** Weight updates. */
    public static Duration steps(int count) {
        return new Duration(count, Unit.STEPS);
    }

    /** Passes over the training part. */
    public static Duration epochs(int count) {
        return new Duration(count, Unit.EPOCHS);
    }

    @Override
    public String toString() {
        return (unit == Unit.STEPS ? "steps(" : "epochs(") + count + ")";
    }
}
