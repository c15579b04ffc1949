package dev.unroll.runtime.session;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.Arrays;

/**
 * Goes through streams step by step and carries the states of the recurrent layers: cutting a stream into steps or chunks gives what
 * the whole would have given. Several streams may go together, each at its own place.
 *
 * <p>A session is the working memory of one thread at a time; what a stream has seen is in the {@link SessionState} it is given. Numbers
 * are in the model's own range.
 */
public final class CarriedSession implements AutoCloseable {
    private final Sessions sessions;
    private final SessionRun memory;
    private final StateLayout layout;
    private final Exclusive use = new Exclusive();

    CarriedSession(Sessions sessions) {
        this.sessions = sessions;
        memory = new SessionRun(sessions);
        ModelSignature signature = memory.signature();
        layout = new StateLayout(
                signature.model(),
                "carried",
                signature.states().stream().map(ModelSignature.State::name).toList(),
                signature.states().stream().map(ModelSignature.State::width).toList());
    }

    /** Streams at their beginning, where the model's states are what its file says they start with. */
    public SessionState start(int streams) {
        return SessionState.start(layout, streams);
    }

    /**
     * One step of every stream.
     *
     * @param inputs for each input of the model, one row for each stream, one after the other
     * @throws DataException when an input does not have as many numbers, or one is not finite
     * @throws IllegalArgumentException if the state is of another model
     * @throws IllegalStateException if the model or this session is closed, the model is being trained, or another thread is using
     *     this session
     */
    public Advance step(SessionState state, float[]... inputs) {
        int[] lengths = new int[state.streams()];
        Arrays.fill(lengths, 1);
        return advance(state, lengths, inputs);
    }

    /**
     * Several steps of every stream.
     *
     * @param steps for each stream, at least 1
     * @param inputs for each input of the model, the rows of the first stream's steps, then the second's, or one row for each stream
     *     where it is not a sequence
     * @throws IllegalArgumentException if there is not one number of steps for each stream; otherwise as {@link #step}
     */
    public Advance advance(SessionState state, int[] steps, float[]... inputs) {
        use.begin();
        try {
            return run(state, steps.clone(), inputs);
        } finally {
            use.end();
        }
    }

    private Advance run(SessionState state, int[] lengths, float[][] inputs) {
        final int began = sessions.begin();
        if (!state.layout().equals(layout)) {
            throw new IllegalArgumentException("a state of " + state.layout() + " for " + layout);
        }
        if (lengths.length != state.streams()) {
            throw new IllegalArgumentException(
                    "steps of " + lengths.length + " streams for a state of " + state.streams());
        }
        int[] starts = new int[lengths.length];
        int all = 0;
        for (int stream = 0; stream < lengths.length; stream++) {
            if (lengths[stream] < 1) {
                throw new IllegalArgumentException("stream " + stream + " cannot make " + lengths[stream] + " steps");
            }
            starts[stream] = all;
            all = Math.addExact(all, lengths[stream]);
        }
        memory.check(inputs, lengths.length, all);
        memory.pack(lengths);
        for (int i = 0; i < inputs.length; i++) {
            Matrix input = memory.run().input(i);
            if (memory.signature().inputs().get(i).isSequence()) {
                memory.fillSteps(input, inputs[i], starts);
            } else {
                memory.fillRows(input, inputs[i]);
            }
        }
        for (int i = 0; i < layout.widths().size(); i++) {
            memory.fillRows(memory.run().state(i), state.shared(i));
        }
        fillReset(state);
        memory.run().forward();
        Advance result = new Advance(after(state, lengths), outputs(starts));
        sessions.end(began);
        return result;
    }

    /** 1 at the first step of a stream at its beginning. */
    private void fillReset(SessionState state) {
        Matrix reset = memory.run().reset();
        float[] packed = memory.staging((int) reset.size());
        Arrays.fill(packed, 0, (int) reset.size(), 0f);
        for (int row = 0; row < memory.packing().batch(); row++) {
            packed[row] = state.steps(memory.packing().source(row)) == 0 ? 1 : 0;
        }
        reset.set(packed);
    }

    private SessionState after(SessionState state, int[] lengths) {
        long[] steps = state.copyOfSteps();
        for (int stream = 0; stream < steps.length; stream++) {
            steps[stream] += lengths[stream];
        }
        float[][] values = new float[layout.widths().size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = memory.lastRows(memory.run().finalState(i), false);
        }
        return new SessionState(layout, steps, values);
    }

    private float[][] outputs(int[] starts) {
        float[][] outputs = new float[memory.signature().outputs().size()][];
        for (int o = 0; o < outputs.length; o++) {
            Port port = memory.signature().outputs().get(o);
            Matrix output = memory.run().output(o);
            outputs[o] = port.isSequence() ? memory.steps(output, starts) : memory.lastRows(output, false);
        }
        return outputs;
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
