package dev.unroll.runtime.train;

/** {@code shift(input, by)}: of each example of n steps, the first n - by are read and the last n - by of {@code input} are the truth. */
public record Shift(String input, int by) {
    public Shift {
        if (by < 1) {
            throw new IllegalArgumentException("a shift is by at least 1 step, not " + by);
        }
    }

    @Override
    public String toString() {
        return "shift(" + input + ", by = " + by + ")";
    }
}
