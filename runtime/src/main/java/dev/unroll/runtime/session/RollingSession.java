package dev.unroll.runtime.session;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the last rows of every sequence, as many as the model's window has, and computes the whole window anew with each row: what the
 * model was trained to do. There are outputs once a window is full.
 *
 * <p>A session is the working memory of one thread at a time; the rows are in the {@link SessionState} it is given. Numbers are in the
 * model's own range.
 */
public final class RollingSession implements AutoCloseable {
    private final Sessions sessions;
    private final SessionRun memory;
    private final int window;
    private final StateLayout layout;
    private final Exclusive use = new Exclusive();

    RollingSession(Sessions sessions, int window) {
        this.sessions = sessions;
        this.window = window;
        memory = new SessionRun(sessions);
        List<String> names = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (Port port : memory.signature().inputs()) {
            if (port.isSequence()) {
                names.add(port.name());
                widths.add(Math.multiplyExact(window, port.width()));
            }
        }
        layout = new StateLayout(memory.signature().model(), "rolling", names, widths);
    }

    /** Rows a stream needs before there are outputs. */
    public int window() {
        return window;
    }

    /** Streams that have seen no row. */
    public SessionState start(int streams) {
        return SessionState.start(layout, streams);
    }

    /**
     * One more row of every stream.
     *
     * @param inputs for each input of the model, one row for each stream, one after the other
     * @return outputs for the windows that end with these rows, unless a stream's window is not full yet
     * @throws DataException when an input does not have as many numbers, or one is not finite
     * @throws IllegalArgumentException if the state is of another model
     * @throws IllegalStateException if the model or this session is closed, the model is being trained, or another thread is using
     *     this session
     */
    public Advance step(SessionState state, float[]... inputs) {
        use.begin();
        try {
            return run(state, inputs);
        } finally {
            use.end();
        }
    }

    private Advance run(SessionState state, float[][] inputs) {
        final int began = sessions.begin();
        if (!state.layout().equals(layout)) {
            throw new IllegalArgumentException("a state of " + state.layout() + " for " + layout);
        }
        int streams = state.streams();
        memory.check(inputs, streams, streams);
        SessionState next = next(state, inputs);
        for (int stream = 0; stream < streams; stream++) {
            if (next.steps(stream) < window) {
                return new Advance(next, new float[0][], stream, window);
            }
        }
        int[] lengths = new int[streams];
        int[] starts = new int[streams];
        Arrays.fill(lengths, window);
        Arrays.setAll(starts, stream -> stream * window);
        memory.pack(lengths);
        int sequence = 0;
        for (int i = 0; i < inputs.length; i++) {
            Matrix input = memory.run().input(i);
            if (memory.signature().inputs().get(i).isSequence()) {
                memory.fillSteps(input, next.shared(sequence++), starts);
            } else {
                memory.fillRows(input, inputs[i]);
            }
        }
        memory.run().forward();
        float[][] outputs = new float[memory.signature().outputs().size()][];
        for (int o = 0; o < outputs.length; o++) {
            outputs[o] = memory.lastRows(
                    memory.run().output(o), memory.signature().outputs().get(o).isSequence());
        }
        sessions.end(began);
        return new Advance(next, outputs);
    }

    /** The windows one row further. */
    private SessionState next(SessionState state, float[][] inputs) {
        long[] steps = state.copyOfSteps();
        for (int stream = 0; stream < steps.length; stream++) {
            steps[stream]++;
        }
        float[][] values = new float[layout.widths().size()][];
        int sequence = 0;
        for (int i = 0; i < inputs.length; i++) {
            Port port = memory.signature().inputs().get(i);
            if (!port.isSequence()) {
                continue;
            }
            int row = port.width();
            int size = window * row;
            float[] old = state.shared(sequence);
            float[] rows = new float[old.length];
            for (int stream = 0; stream < steps.length; stream++) {
                System.arraycopy(old, stream * size + row, rows, stream * size, size - row);
                System.arraycopy(inputs[i], stream * row, rows, (stream + 1) * size - row, row);
            }
            values[sequence++] = rows;
        }
        return new SessionState(layout, steps, values);
    }

    /**
     * Frees the working memory.
     *
     * @throws IllegalStateException if another thread is using this session
     */
    @Override
    public void close() {
        if (use.close()) {
            memory.close();
            sessions.release();
        }
    }
}
