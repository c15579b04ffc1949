package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Packing;
import java.util.Arrays;
import java.util.List;

/**
 * The states of recurrent layers around the runs of a model with state ports: either every row begins afresh, or rows go on where
 * the stream they belong to was left. Does nothing for models without ports. Allocates when made only.
 */
final class CarriedStates {
    private final int[] widths;
    private final float[][] streams; // by state, one row per stream
    private final float[][] rows; // by state, one row per packed row
    private final float[] reset;

    /**
     * All states 0.
     *
     * @param streams how many streams are to be told apart
     * @param batch most rows of a run
     * @param tokens most steps of a run, summed over its rows
     */
    CarriedStates(List<ModelSignature.State> states, int streams, int batch, int tokens) {
        this.widths = states.stream().mapToInt(ModelSignature.State::width).toArray();
        this.streams = new float[widths.length][];
        this.rows = new float[widths.length][];
        for (int i = 0; i < widths.length; i++) {
            this.streams[i] = new float[Math.multiplyExact(streams, widths[i])];
            this.rows[i] = new float[Math.multiplyExact(batch, widths[i])];
        }
        this.reset = new float[widths.length == 0 ? 0 : tokens];
    }

    /** All streams start from 0 again. */
    void clear() {
        for (float[] state : streams) {
            Arrays.fill(state, 0);
        }
    }

    /** Every row of the run begins afresh. */
    void fillFresh(StatePorts run, Packing packing) {
        if (widths.length == 0) {
            return;
        }
        for (int i = 0; i < widths.length; i++) {
            Arrays.fill(rows[i], 0);
            run.state(i).set(rows[i]);
        }
        Arrays.fill(reset, 0, packing.tokens(), 0);
        Arrays.fill(reset, 0, packing.rowsAt(0), 1);
        run.reset().set(reset);
    }

    /**
     * Row {@code source} of the caller's order goes on where stream {@code of[source]} was left.
     *
     * @param resets one number for each packed step, 1 where all states start afresh before it
     */
    void fill(StatePorts run, Packing packing, int[] of, float[] resets) {
        if (widths.length == 0) {
            return;
        }
        for (int i = 0; i < widths.length; i++) {
            for (int row = 0; row < packing.batch(); row++) {
                int stream = of[packing.source(row)];
                System.arraycopy(streams[i], stream * widths[i], rows[i], row * widths[i], widths[i]);
            }
            run.state(i).set(rows[i]);
        }
        run.reset().set(resets);
    }

    /** Keeps the states after a run for its streams. */
    void take(StatePorts run, Packing packing, int[] of) {
        for (int i = 0; i < widths.length; i++) {
            run.finalState(i).get(rows[i]);
            for (int row = 0; row < packing.batch(); row++) {
                int stream = of[packing.source(row)];
                System.arraycopy(rows[i], row * widths[i], streams[i], stream * widths[i], widths[i]);
            }
        }
    }

    /** All states of all streams, in their order. */
    double[] saved() {
        int total = Arrays.stream(streams).mapToInt(state -> state.length).sum();
        double[] all = new double[total];
        int at = 0;
        for (float[] state : streams) {
            for (float number : state) {
                all[at++] = number;
            }
        }
        return all;
    }

    /** Takes over what {@link #saved} gave. */
    void restore(double[] saved) {
        if (saved.length
                != Arrays.stream(streams).mapToInt(state -> state.length).sum()) {
            throw new IllegalArgumentException(saved.length + " numbers of carried states");
        }
        int at = 0;
        for (float[] state : streams) {
            for (int i = 0; i < state.length; i++) {
                state[i] = (float) saved[at++];
            }
        }
    }
}
