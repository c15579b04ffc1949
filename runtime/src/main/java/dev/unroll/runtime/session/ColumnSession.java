package dev.unroll.runtime.session;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Scalers;
import java.util.ArrayList;
import java.util.List;

/**
 * A session in the data's own units: text goes in as text, numbers are scaled and brought back. It holds the state of its streams;
 * {@link #state()} gives it out and {@link #restore} takes it back, so that streams may be stopped, copied, and go on elsewhere. For
 * generated classes, which put their types around it. One thread at a time.
 */
public final class ColumnSession implements AutoCloseable {
    /** One step of all streams. */
    private interface Stepper {
        Advance step(SessionState state, float[]... inputs);
    }

    private final ModelSignature signature;
    private final Scalers scalers;
    private final Encoders encoders;
    private final Stepper stepper;
    private final Runnable end;
    private final SessionState start;
    private SessionState state;
    private List<Values> outputs = List.of();

    private ColumnSession(
            ModelSignature signature,
            Scalers scalers,
            Encoders encoders,
            Stepper stepper,
            Runnable end,
            SessionState start) {
        this.signature = signature;
        this.scalers = scalers;
        this.encoders = encoders;
        this.stepper = stepper;
        this.end = end;
        this.start = start;
        this.state = start;
    }

    /** Around a session that carries states, over {@code streams} streams at their beginning. */
    public static ColumnSession of(
            CarriedSession session, int streams, ModelSignature signature, Scalers scalers, Encoders encoders) {
        return new ColumnSession(signature, scalers, encoders, session::step, session::close, session.start(streams));
    }

    /** Around a session that keeps a window, over {@code streams} streams that have seen nothing. */
    public static ColumnSession of(
            RollingSession session, int streams, ModelSignature signature, Scalers scalers, Encoders encoders) {
        return new ColumnSession(signature, scalers, encoders, session::step, session::close, session.start(streams));
    }

    /**
     * One step of every stream.
     *
     * @param inputs one column for each input, with one row for each stream; sequences have one step
     * @return whether there are outputs: not before a rolling session's windows are full
     * @throws DataException when an input does not fit; the state is then as before
     * @throws IllegalStateException if the model or this session is closed, the model is being trained, or another thread is using this
     *     session
     */
    public boolean step(Column... inputs) {
        List<Values> encoded =
                encoders.encode(signature, List.of(inputs), List.of()).inputs();
        float[][] rows = new float[encoded.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = flat(encoded.get(i).scaled(scalers.inputs().get(i)));
        }
        Advance advance = stepper.step(state, rows);
        state = advance.state();
        outputs = advance.ready() ? read(advance) : List.of();
        return advance.ready();
    }

    private static float[] flat(Values values) {
        float[] all = new float[values.examples() * values.width()];
        for (int k = 0; k < values.examples(); k++) {
            if (values.length(k) != 1) {
                throw new DataException(
                        "stream " + k + " is given " + values.length(k) + " steps; a session takes one step at a time");
            }
            values.copy(k, 0, all, k * values.width());
        }
        return all;
    }

    private List<Values> read(Advance advance) {
        List<Values> read = new ArrayList<>();
        for (int o = 0; o < signature.outputs().size(); o++) {
            float[][] rows =
                    new float[state.streams()][signature.outputs().get(o).width()];
            float[] all = advance.output(o);
            for (int k = 0; k < rows.length; k++) {
                System.arraycopy(all, k * rows[k].length, rows[k], 0, rows[k].length);
            }
            read.add(Values.vectors(rows).restored(scalers.outputs().get(o)));
        }
        return read;
    }

    /** Whether {@link #outputs} gives some. */
    public boolean ready() {
        return !outputs.isEmpty();
    }

    /**
     * The outputs of the last step, one row for each stream, also where the model gives one for each step.
     *
     * @throws IllegalStateException when there are none yet
     */
    public List<Values> outputs() {
        if (outputs.isEmpty()) {
            throw new IllegalStateException(signature.model()
                    + " has no outputs yet: no step was made, or a window is not full; ask ready() first");
        }
        return outputs;
    }

    /** How many streams go together. */
    public int streams() {
        return state.streams();
    }

    /** What the streams have seen: immutable, for any session of the model with as many streams. */
    public SessionState state() {
        return state;
    }

    /**
     * Goes on from a state; there are no outputs until the next step.
     *
     * @throws IllegalArgumentException when it has another number of streams; one of another model is refused by the next step
     */
    public void restore(SessionState given) {
        if (given.streams() != state.streams()) {
            throw new IllegalArgumentException(
                    "a state of " + given.streams() + " streams for a session of " + state.streams());
        }
        state = given;
        outputs = List.of();
    }

    /** Brings all streams to their beginning. */
    public void reset() {
        restore(start);
    }

    /** Brings one stream to its beginning; the others stay where they are. */
    public void reset(int stream) {
        restore(state.reset(stream));
    }

    /** Frees the working memory. */
    @Override
    public void close() {
        end.run();
    }
}
