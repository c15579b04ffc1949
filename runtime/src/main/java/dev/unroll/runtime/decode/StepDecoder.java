package dev.unroll.runtime.decode;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.train.EncodePass;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Memory;
import dev.unroll.runtime.train.PredictRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model's decoder as a search sees it. Each input has as many places as it may have hypotheses, each with its own copy of what steps
 * read of the input, made once; from step to step only states move. Keeps its working memory. One thread at a time.
 */
public final class StepDecoder implements NextTokens, AutoCloseable {
    private static final float[] NO_WEIGHTS = {};

    private final ModelProgram program;
    private final ModelSignature.Decoder ports;
    private final EncodePass encode;
    private final List<String> axes = new ArrayList<>(); // of the memories
    private final int choices;
    private PredictRun run;
    private Capacity capacity;
    private Packings packings;
    private int width;
    private boolean begun;
    private int[] rowOfPlace = new int[0]; // by the first axis; the inverse of Packing#source
    private int[][] rowOnAxis = new int[0][];
    private int[] placeOf = new int[0]; // of each hypothesis of the last step
    private int[] placeNow = new int[0];
    private int[] taken = new int[0];
    private float[][] states = new float[0][];
    private float[][] moved = new float[0][];
    private float[] previous = new float[0];
    private float[] given = new float[0];
    private int attention = -1;
    private float[] weights = new float[0];

    /**
     * For a program with a decoder.
     *
     * @throws IllegalArgumentException when it has none
     */
    public StepDecoder(ModelProgram program) {
        this.program = program;
        this.ports = program.signature()
                .decoder()
                .orElseThrow(
                        () -> new IllegalArgumentException(program.signature().model() + " has no decoder"));
        this.encode = new EncodePass(program);
        this.choices = program.signature().outputs().get(ports.output()).width();
        // states come before memories, so their axes do too
        for (String axis : ports.coverages()) {
            if (!axes.contains(axis)) {
                axes.add(axis);
            }
        }
        for (Memory memory : ports.memories()) {
            if (!memory.axis().isEmpty() && !axes.contains(memory.axis())) {
                axes.add(memory.axis());
            }
        }
    }

    /**
     * Begins anew, for the scaled examples {@code from} to {@code from + count - 1}.
     *
     * @param most hypotheses of an input
     * @param shown the attention of the decoder whose weights are given, by its number; -1 for none
     */
    public void begin(Examples scaled, int from, int count, int most, int shown) {
        encode.run(scaled, from, count);
        width = most;
        begun = false;
        lay(count);
        Capacity needed = Capacity.of(packings);
        if (run == null || !capacity.holds(needed)) {
            capacity = capacity == null ? needed : capacity.with(needed);
            closeRun();
            run = program.stepRun(capacity);
        }
        run.pack(packings);
        int places = count * width;
        placeOf = new int[places];
        placeNow = new int[places];
        taken = new int[count];
        previous = new float[places];
        int plain = ports.states().size();
        states = new float[plain + ports.coverages().size()][];
        moved = new float[states.length][];
        for (int s = 0; s < states.length; s++) {
            Matrix first = encode.results().output(s);
            states[s] = s < plain
                    ? spread(first, ports.states().get(s).width())
                    : spread(first, 1, axes.indexOf(ports.coverages().get(s - plain)));
            moved[s] = new float[states[s].length];
        }
        for (int m = 0; m < ports.memories().size(); m++) {
            Matrix from0 = encode.results().output(states.length + m);
            Memory memory = ports.memories().get(m);
            run.input(1 + states.length + m)
                    .set(
                            memory.axis().isEmpty()
                                    ? spread(from0, memory.width())
                                    : spread(from0, memory.width(), axes.indexOf(memory.axis())));
        }
        given = new float[Math.multiplyExact(places, choices)];
        attention = shown;
        weights = shown < 0
                ? new float[0]
                : new float[packings.axis(attendedAxis()).tokens()];
    }

    /** The lengths of all places: those of an input beside each other. */
    private void lay(int count) {
        int[][] lengths = new int[Math.max(1, axes.size())][count * width];
        Arrays.fill(lengths[0], 1);
        for (int axis = 0; axis < axes.size(); axis++) {
            Packing of = encoded(axes.get(axis));
            for (int row = 0; row < count; row++) {
                int input = of.source(row);
                Arrays.fill(lengths[axis], input * width, (input + 1) * width, of.length(row));
            }
        }
        packings = Packings.of(lengths);
        rowOnAxis = new int[lengths.length][];
        for (int axis = 0; axis < lengths.length; axis++) {
            rowOnAxis[axis] = inverse(packings.axis(axis));
        }
        rowOfPlace = rowOnAxis[0];
    }

    private static int[] inverse(Packing packing) {
        int[] rows = new int[packing.batch()];
        for (int row = 0; row < rows.length; row++) {
            rows[packing.source(row)] = row;
        }
        return rows;
    }

    private Packing encoded(String axis) {
        return encode.packings().axis(program.signature().inputAxes().indexOf(axis));
    }

    /** One row per input becomes one for each of its places. */
    private float[] spread(Matrix rows, int numbers) {
        float[] from = new float[rows.rows() * numbers];
        rows.get(from);
        int[] encodedRow = inverse(encode.packings().axis(0));
        float[] to = new float[rowOfPlace.length * numbers];
        for (int place = 0; place < rowOfPlace.length; place++) {
            System.arraycopy(from, encodedRow[place / width] * numbers, to, rowOfPlace[place] * numbers, numbers);
        }
        return to;
    }

    private float[] spread(Matrix tokens, int numbers, int axis) {
        float[] from = new float[tokens.rows() * numbers];
        tokens.get(from);
        Packing source = encoded(axes.get(axis));
        int[] encodedRow = inverse(source);
        Packing packing = packings.axis(axis);
        float[] to = new float[packing.tokens() * numbers];
        for (int place = 0; place < rowOfPlace.length; place++) {
            int row = rowOnAxis[axis][place];
            int before = encodedRow[place / width];
            for (int t = 0; t < packing.length(row); t++) {
                System.arraycopy(
                        from, (source.offset(t) + before) * numbers, to, (packing.offset(t) + row) * numbers, numbers);
            }
        }
        return to;
    }

    @Override
    public int choices() {
        return choices;
    }

    @Override
    public void step(int count, int[] parents, int[] tokens, float[] logs) {
        Arrays.fill(taken, 0);
        for (int k = 0; k < count; k++) {
            int from = begun ? placeOf[parents[k]] : parents[k] * width;
            int input = from / width;
            int place = input * width + taken[input]++;
            placeNow[k] = place;
            previous[rowOfPlace[place]] = tokens[k];
            move(from, place);
        }
        begun = true;
        int[] places = placeOf;
        placeOf = placeNow;
        placeNow = places;
        run.input(0).set(previous);
        for (int s = 0; s < states.length; s++) {
            run.input(1 + s).set(moved[s]);
        }
        run.forward();
        run.output(0).get(given);
        for (int k = 0; k < count; k++) {
            System.arraycopy(given, rowOfPlace[placeOf[k]] * choices, logs, k * choices, choices);
        }
        for (int s = 0; s < states.length; s++) {
            run.output(1 + s).get(states[s]);
        }
        if (attention >= 0) {
            run.output(1 + states.length + attention).get(weights);
        }
    }

    /** The states of one place go to another of the same input. */
    private void move(int from, int to) {
        int plain = ports.states().size();
        for (int s = 0; s < plain; s++) {
            int numbers = ports.states().get(s).width();
            System.arraycopy(states[s], rowOfPlace[from] * numbers, moved[s], rowOfPlace[to] * numbers, numbers);
        }
        for (int c = 0; c < ports.coverages().size(); c++) {
            int axis = axes.indexOf(ports.coverages().get(c));
            Packing packing = packings.axis(axis);
            for (int t = 0; t < packing.length(rowOnAxis[axis][from]); t++) {
                moved[plain + c][packing.offset(t) + rowOnAxis[axis][to]] =
                        states[plain + c][packing.offset(t) + rowOnAxis[axis][from]];
            }
        }
    }

    private int attendedAxis() {
        return axes.indexOf(ports.attentions().get(attention).axis());
    }

    @Override
    public float[] attention(int hypothesis) {
        if (attention < 0) {
            return NO_WEIGHTS;
        }
        int axis = attendedAxis();
        Packing packing = packings.axis(axis);
        int row = rowOnAxis[axis][placeOf[hypothesis]];
        float[] own = new float[packing.length(row)];
        for (int t = 0; t < own.length; t++) {
            own[t] = weights[packing.offset(t) + row];
        }
        return own;
    }

    /** Native memory held. */
    public long bytes() {
        return encode.bytes() + (run == null ? 0 : run.bytes());
    }

    private void closeRun() {
        if (run != null) {
            run.close();
            run = null;
        }
    }

    @Override
    public void close() {
        encode.close();
        closeRun();
    }
}
