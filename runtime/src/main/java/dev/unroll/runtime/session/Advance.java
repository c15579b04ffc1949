package dev.unroll.runtime.session;

/**
 * What came of a step: the state after it, and the outputs. The arrays are the caller's own.
 */
public final class Advance {
    private final SessionState state;
    private final float[][] outputs;
    /** First stream without outputs, or -1. */
    private final int missing;

    private final int needed;

    Advance(SessionState state, float[][] outputs) {
        this(state, outputs, -1, 0);
    }

    Advance(SessionState state, float[][] outputs, int missing, int needed) {
        this.state = state;
        this.outputs = outputs;
        this.missing = missing;
        this.needed = needed;
    }

    /** The streams after the step. */
    public SessionState state() {
        return state;
    }

    /** Whether there are outputs: a rolling session has none until each of its streams has filled its window. */
    public boolean ready() {
        return missing < 0;
    }

    /**
     * Output {@code o} in the model's own range. With one row per step: the rows of the first stream's steps, then the second's; with
     * one row per example, and in a rolling session: one row for each stream.
     *
     * @throws IllegalStateException if there are no outputs yet; the message names a stream that has not seen enough rows
     */
    public float[] output(int o) {
        if (missing >= 0) {
            throw new IllegalStateException("no outputs yet: stream " + missing + " has seen " + state.steps(missing)
                    + " of the " + needed + " rows its window needs; ask ready() first");
        }
        return outputs[o];
    }
}
