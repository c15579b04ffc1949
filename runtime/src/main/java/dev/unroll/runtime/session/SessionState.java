package dev.unroll.runtime.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a session knows of one or more streams between two steps: the states of the recurrent layers, or the last rows of the inputs.
 * Immutable: every step gives a new one, arrays that go in or out are copies. It belongs to no session and to no thread; it may be
 * kept, handed to another session of the same model, and stepped on from again.
 */
public final class SessionState {
    private final StateLayout layout;
    /** Steps since each stream began. */
    private final long[] steps;
    /** For each state, stream after stream. Never written after construction. */
    private final float[][] values;

    /** Takes over both arrays. */
    SessionState(StateLayout layout, long[] steps, float[][] values) {
        this.layout = layout;
        this.steps = steps;
        this.values = values;
    }

    /** Streams at their beginning. */
    static SessionState start(StateLayout layout, int streams) {
        if (streams < 1) {
            throw new IllegalArgumentException("a session needs at least one stream, not " + streams);
        }
        float[][] values = new float[layout.widths().size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[Math.multiplyExact(streams, layout.widths().get(i))];
        }
        return new SessionState(layout, new long[streams], values);
    }

    StateLayout layout() {
        return layout;
    }

    /** Streams after another, for reading only. */
    float[] shared(int i) {
        return values[i];
    }

    long[] copyOfSteps() {
        return steps.clone();
    }

    /** Number of streams. */
    public int streams() {
        return steps.length;
    }

    /** Steps a stream has made since it began or was reset. */
    public long steps(int stream) {
        return steps[check(stream)];
    }

    /** Names of what is kept, such as {@code lstm1.h}, or of the inputs whose last rows are kept. */
    public List<String> names() {
        return layout.names();
    }

    /** A copy of one stream's numbers of {@code name}; 0 where it has not begun, whatever the model begins with. */
    public float[] values(String name, int stream) {
        int i = layout.names().indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("no " + name + " in the state of " + layout);
        }
        int width = layout.widths().get(i);
        return Arrays.copyOfRange(values[i], check(stream) * width, (stream + 1) * width);
    }

    /** The same with these streams at their beginning. */
    public SessionState reset(int... streams) {
        SessionState result = new SessionState(layout, steps.clone(), new float[values.length][]);
        for (int i = 0; i < values.length; i++) {
            result.values[i] = values[i].clone();
        }
        for (int stream : streams) {
            result.steps[check(stream)] = 0;
            for (int i = 0; i < values.length; i++) {
                int width = layout.widths().get(i);
                Arrays.fill(result.values[i], stream * width, (stream + 1) * width, 0f);
            }
        }
        return result;
    }

    /** These streams in this order; one may occur several times, each going its own way from here. */
    public SessionState select(int... streams) {
        List<SessionState> parts = new ArrayList<>();
        for (int stream : streams) {
            float[][] own = new float[values.length][];
            for (int i = 0; i < own.length; i++) {
                int width = layout.widths().get(i);
                own[i] = Arrays.copyOfRange(values[i], check(stream) * width, (stream + 1) * width);
            }
            parts.add(new SessionState(layout, new long[] {steps[stream]}, own));
        }
        return join(parts);
    }

    /**
     * All streams of several states in one, so that they are computed together.
     *
     * @throws IllegalArgumentException if there is none, or they are of different models
     */
    public static SessionState join(List<SessionState> states) {
        if (states.isEmpty()) {
            throw new IllegalArgumentException("no stream to join");
        }
        StateLayout layout = states.get(0).layout;
        int streams = 0;
        for (SessionState state : states) {
            if (!state.layout.equals(layout)) {
                throw new IllegalArgumentException("a state of " + state.layout + " cannot join one of " + layout);
            }
            streams = Math.addExact(streams, state.streams());
        }
        SessionState result = start(layout, streams);
        int at = 0;
        for (SessionState state : states) {
            System.arraycopy(state.steps, 0, result.steps, at, state.streams());
            for (int i = 0; i < result.values.length; i++) {
                int width = layout.widths().get(i);
                System.arraycopy(state.values[i], 0, result.values[i], at * width, state.values[i].length);
            }
            at += state.streams();
        }
        return result;
    }

    private int check(int stream) {
        if (stream < 0 || stream >= steps.length) {
            throw new IndexOutOfBoundsException("stream " + stream + " of " + steps.length);
        }
        return stream;
    }

    /** Whether streams, steps and all numbers are the same, bit for bit. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SessionState state
                && layout.equals(state.layout)
                && Arrays.equals(steps, state.steps)
                && Arrays.deepEquals(values, state.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values) * 31 + Arrays.hashCode(steps);
    }

    @Override
    public String toString() {
        return "state of " + layout + " after " + Arrays.toString(steps) + " steps";
    }
}
