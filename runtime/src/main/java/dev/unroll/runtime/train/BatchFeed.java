package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import java.util.Arrays;

/**
 * Copies batches of examples into a run's packed inputs and targets, and packed outputs back into examples. Staging memory is
 * made once: filling a batch allocates nothing.
 */
final class BatchFeed {
    private final Examples examples;
    private final Capacity capacity;
    private final CarriedStates states;
    private final Packings packings;
    private final int[][] lengths;
    private final int[] inputAxes;
    private final int[] outputAxes;
    private final float[][] inputs;
    private final float[][] targets;
    private int[] order = new int[0];
    private int from;

    BatchFeed(Examples examples, int batch) {
        this(examples, BatchBounds.of(examples, new Batch.Examples(Math.min(batch, examples.size()))));
    }

    /**
     * A feed for batches of known bounds.
     *
     * @param capacity bounds for each axis
     */
    BatchFeed(Examples examples, Capacity capacity) {
        this.examples = examples;
        this.capacity = capacity;
        this.states = new CarriedStates(examples.signature().states(), 0, capacity.batch(), capacity.tokens(0));
        this.packings = Packings.empty(examples.axes());
        this.lengths = new int[examples.axes()][capacity.batch()];
        this.inputAxes = new int[examples.inputs().size()];
        Arrays.setAll(inputAxes, examples::inputAxis);
        ModelSignature signature = examples.signature();
        this.outputAxes = new int[signature.outputs().size()];
        Arrays.setAll(outputAxes, o -> signature.axis(signature.outputs().get(o)));
        this.inputs = new float[inputAxes.length][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = staging(examples.inputs().get(i), inputAxes[i]);
        }
        this.targets = new float[examples.targets().size()][];
        for (int o = 0; o < targets.length; o++) {
            targets[o] = staging(examples.targets().get(o), outputAxes[o]);
        }
    }

    /** The largest batch there is. */
    Capacity capacity() {
        return capacity;
    }

    /** Most examples in a batch. */
    int batch() {
        return capacity.batch();
    }

    private float[] staging(Values values, int axis) {
        int rows = values.isSequence() ? capacity.tokens(axis) : capacity.batch();
        return new float[Math.multiplyExact(rows, values.width())];
    }

    /** Chooses the examples {@code order[from]} to {@code order[from + count - 1]}. */
    void choose(int[] order, int from, int count) {
        this.order = order;
        this.from = from;
        for (int axis = 0; axis < lengths.length; axis++) {
            for (int row = 0; row < count; row++) {
                lengths[axis][row] = examples.length(axis, order[from + row]);
            }
        }
        packings.set(lengths, count);
    }

    /** The chosen batch's lengths on the first axis. */
    Packing packing() {
        return packings.axis(0);
    }

    /** The chosen batch's lengths. */
    Packings packings() {
        return packings;
    }

    /** The chosen batch's lengths as output {@code o} has them. */
    Packing packing(int o) {
        return packings.axis(outputAxes[o]);
    }

    /** Packs and fills a training run. */
    void fill(TrainRun run) {
        run.pack(packings);
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(packInput(i));
        }
        for (int o = 0; o < targets.length; o++) {
            run.target(o).set(packTarget(o));
        }
        states.fillFresh(run, packing());
    }

    /** Packs and fills a prediction run. */
    void fill(PredictRun run) {
        run.pack(packings);
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(packInput(i));
        }
        states.fillFresh(run, packing());
    }

    /**
     * Packs and fills a prediction run whose rows go on where their streams were left.
     *
     * @param stretches that the examples are
     */
    void fill(PredictRun run, Stretches stretches, CarriedStates carried, int[] streams, float[] resets) {
        run.pack(packings);
        Packing packing = packing();
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(packInput(i));
        }
        for (int row = 0; row < packing.batch(); row++) {
            int stretch = order[from + packing.source(row)];
            streams[packing.source(row)] = stretches.stream(stretch);
            for (int t = 0; t < packing.length(row); t++) {
                resets[packing.offset(t) + row] = stretches.resets(stretch, t) ? 1 : 0;
            }
        }
        carried.fill(run, packing, streams, resets);
    }

    /**
     * Replaces what the decoder reads before each token, in a run that was filled.
     *
     * @param tokens by example of the batch, then by step
     */
    void replacePrevious(TrainRun run, int[][] tokens) {
        int last = inputs.length - 1;
        Packing packing = packings.axis(inputAxes[last]);
        for (int row = 0; row < packing.batch(); row++) {
            int[] own = tokens[packing.source(row)];
            for (int t = 0; t < own.length; t++) {
                inputs[last][packing.offset(t) + row] = own[t];
            }
        }
        run.input(last).set(inputs[last]);
    }

    /** Truth of output {@code o} in packed order, as filled last. */
    float[] target(int o) {
        return targets[o];
    }

    /** Packs the chosen batch's truth of output {@code o} and gives it. */
    float[] packTarget(int o) {
        return pack(examples.targets().get(o), packing(o), targets[o]);
    }

    private float[] packInput(int i) {
        return pack(examples.inputs().get(i), packings.axis(inputAxes[i]), inputs[i]);
    }

    private float[] pack(Values values, Packing packing, float[] into) {
        int width = values.width();
        for (int row = 0; row < packing.batch(); row++) {
            int example = order[from + packing.source(row)];
            int rows = values.length(example);
            for (int t = 0; t < rows; t++) {
                values.copy(example, t, into, place(values, packing, t, row) * width);
            }
        }
        return into;
    }

    /** Copies the chosen batch's rows of output {@code o} to its examples. */
    void unpack(int o, float[] packed, Values into) {
        Packing packing = packing(o);
        for (int row = 0; row < packing.batch(); row++) {
            int example = order[from + packing.source(row)];
            for (int t = 0; t < into.length(example); t++) {
                into.put(example, t, packed, place(into, packing, t, row) * into.width());
            }
        }
    }

    private static int place(Values values, Packing packing, int t, int row) {
        return values.isSequence() ? packing.offset(t) + row : row;
    }
}
