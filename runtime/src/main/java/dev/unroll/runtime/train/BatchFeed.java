package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Packing;
import java.util.Arrays;
import java.util.List;

/**
 * Copies batches of examples into a run's packed inputs and targets, and packed outputs back into examples. Staging memory is
 * made once: filling a batch allocates nothing.
 */
final class BatchFeed {
    private final Examples examples;
    private final int capacity;
    private final int tokens;
    private final CarriedStates states;
    private final Packing packing = Packing.empty();
    private final int[] lengths;
    private final float[][] inputs;
    private final float[][] targets;
    private int[] order = new int[0];
    private int from;

    BatchFeed(Examples examples, int batch) {
        this(examples, Math.min(batch, examples.size()), longest(examples, Math.min(batch, examples.size())));
    }

    /**
     * A feed for batches of known bounds.
     *
     * @param batch most examples in a batch
     * @param tokens most steps in a batch, summed over its examples
     */
    BatchFeed(Examples examples, int batch, int tokens) {
        this.examples = examples;
        this.capacity = batch;
        this.tokens = tokens;
        this.states = new CarriedStates(examples.signature().states(), 0, capacity, tokens);
        this.lengths = new int[capacity];
        this.inputs = staging(examples.inputs());
        this.targets = staging(examples.targets());
    }

    /** Most examples in a batch. */
    int batch() {
        return capacity;
    }

    /** Most steps in a batch, summed over examples. */
    int tokens() {
        return tokens;
    }

    private static int longest(Examples examples, int capacity) {
        int[] sorted = examples.lengths();
        Arrays.sort(sorted);
        int sum = 0;
        for (int k = 0; k < capacity; k++) {
            sum = Math.addExact(sum, sorted[sorted.length - 1 - k]);
        }
        return sum;
    }

    /** Longest example. */
    int steps() {
        return Arrays.stream(examples.lengths()).max().orElse(1);
    }

    private float[][] staging(List<Values> values) {
        float[][] arrays = new float[values.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float
                    [Math.multiplyExact(
                            values.get(i).isSequence() ? tokens() : capacity,
                            values.get(i).width())];
        }
        return arrays;
    }

    /** Chooses the examples {@code order[from]} to {@code order[from + count - 1]}. */
    Packing choose(int[] order, int from, int count) {
        this.order = order;
        this.from = from;
        for (int row = 0; row < count; row++) {
            lengths[row] = examples.length(order[from + row]);
        }
        packing.set(lengths, count);
        return packing;
    }

    /** The chosen batch's lengths. */
    Packing packing() {
        return packing;
    }

    /** Packs and fills a training run. */
    void fill(TrainRun run) {
        run.pack(packing);
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(pack(examples.inputs().get(i), inputs[i]));
        }
        for (int o = 0; o < targets.length; o++) {
            run.target(o).set(pack(examples.targets().get(o), targets[o]));
        }
        states.fillFresh(run, packing);
    }

    /** Packs and fills a prediction run. */
    void fill(PredictRun run) {
        run.pack(packing);
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(pack(examples.inputs().get(i), inputs[i]));
        }
        states.fillFresh(run, packing);
    }

    /**
     * Packs and fills a prediction run whose rows go on where their streams were left.
     *
     * @param stretches that the examples are
     */
    void fill(PredictRun run, Stretches stretches, CarriedStates carried, int[] streams, float[] resets) {
        run.pack(packing);
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(pack(examples.inputs().get(i), inputs[i]));
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

    /** Truth of output {@code o} in packed order, as filled last. */
    float[] target(int o) {
        return targets[o];
    }

    /** Packs the chosen batch's truth of output {@code o} and gives it. */
    float[] packTarget(int o) {
        return pack(examples.targets().get(o), targets[o]);
    }

    private float[] pack(Values values, float[] into) {
        int width = values.width();
        for (int row = 0; row < packing.batch(); row++) {
            int example = order[from + packing.source(row)];
            int rows = values.length(example);
            for (int t = 0; t < rows; t++) {
                values.copy(example, t, into, place(values, t, row) * width);
            }
        }
        return into;
    }

    /** Copies the chosen batch's rows of an output to its examples. */
    void unpack(float[] packed, Values into) {
        for (int row = 0; row < packing.batch(); row++) {
            int example = order[from + packing.source(row)];
            for (int t = 0; t < into.length(example); t++) {
                into.put(example, t, packed, place(into, t, row) * into.width());
            }
        }
    }

    private int place(Values values, int t, int row) {
        return values.isSequence() ? packing.offset(t) + row : row;
    }
}
