package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All examples joined to one stream, cut into pieces of equal length (to one step) that run side by side, a stretch at a time; see
 * {@link Truncated}. Filling a batch allocates nothing.
 */
final class StreamFeed implements Feed {
    private final Examples examples;
    private final int stretch;
    private final Optional<ResetToken> resetToken;
    private final int[] starts; // of each example in the stream; at the end the stream's length
    private final int pieces;
    private final Packing packing = Packing.empty();
    private final CarriedStates states;
    private final float[][] inputs;
    private final float[][] targets;
    private final float[] reset;
    private final int[] lengths;
    private final int[] piece; // of each row of the batch, before packing
    private int step;

    StreamFeed(Examples examples, Truncated truncated, int batch, Optional<ResetToken> resetToken) {
        this.examples = examples;
        this.resetToken = resetToken;
        this.starts = new int[examples.size() + 1];
        for (int k = 0; k < examples.size(); k++) {
            starts[k + 1] = Math.addExact(starts[k], examples.length(k));
        }
        this.pieces = Math.min(batch, starts[examples.size()]);
        this.stretch = Math.min(truncated.steps(), (starts[examples.size()] + pieces - 1) / pieces);
        this.states = new CarriedStates(examples.signature().states(), pieces, pieces, tokens());
        this.inputs = staging(examples.inputs());
        this.targets = staging(examples.targets());
        this.reset = new float[tokens()];
        this.lengths = new int[pieces];
        this.piece = new int[pieces];
    }

    private float[][] staging(List<Values> values) {
        return values.stream()
                .map(part -> new float[Math.multiplyExact(tokens(), part.width())])
                .toArray(float[][]::new);
    }

    @Override
    public Capacity capacity() {
        return Capacity.of(pieces, tokens(), stretch);
    }

    private int tokens() {
        return Math.multiplyExact(pieces, stretch);
    }

    /** Place in the stream at which a piece begins. */
    private int start(int of) {
        return (int) ((long) starts[starts.length - 1] * of / pieces);
    }

    @Override
    public int begin(int epoch) {
        states.clear();
        int longest = (starts[starts.length - 1] + pieces - 1) / pieces;
        return (longest + stretch - 1) / stretch;
    }

    @Override
    public void fill(TrainRun run, int batch) {
        step = batch;
        int rows = 0;
        for (int p = 0; p < pieces; p++) {
            int left = start(p + 1) - start(p) - step * stretch;
            if (left > 0) {
                lengths[rows] = Math.min(stretch, left);
                piece[rows++] = p;
            }
        }
        packing.set(lengths, rows);
        run.pack(packing);
        for (int row = 0; row < packing.batch(); row++) {
            copy(row, piece[packing.source(row)]);
        }
        for (int i = 0; i < inputs.length; i++) {
            run.input(i).set(inputs[i]);
        }
        for (int o = 0; o < targets.length; o++) {
            run.target(o).set(targets[o]);
        }
        states.fill(run, packing, piece, reset);
    }

    private void copy(int row, int of) {
        int from = start(of) + step * stretch;
        int found = Arrays.binarySearch(starts, from);
        int example = found >= 0 ? found : -found - 2;
        for (int t = 0; t < packing.length(row); t++) {
            while (from + t >= starts[example + 1]) {
                example++;
            }
            int at = from + t - starts[example];
            int place = packing.offset(t) + row;
            for (int i = 0; i < inputs.length; i++) {
                copy(examples.inputs().get(i), example, at, inputs[i], place);
            }
            for (int o = 0; o < targets.length; o++) {
                copy(examples.targets().get(o), example, at, targets[o], place);
            }
            // A piece that begins within an example has no state to go on from in the first stretch.
            boolean anew = at == 0 || (step == 0 && t == 0) || follows(example, at);
            reset[place] = anew ? 1 : 0;
        }
    }

    private boolean follows(int example, int at) {
        return resetToken.isPresent()
                && examples.inputs().get(resetToken.get().input()).get(example, at - 1, 0)
                        == resetToken.get().id();
    }

    private static void copy(Values values, int example, int row, float[] into, int place) {
        values.copy(example, row, into, place * values.width());
    }

    @Override
    public void take(TrainRun run) {
        states.take(run, packing, piece);
    }

    @Override
    public Packing packing() {
        return packing;
    }

    @Override
    public Packing packing(int o) {
        return packing;
    }

    @Override
    public float[] target(int o) {
        return targets[o];
    }

    @Override
    public double[] carried() {
        return states.saved();
    }

    @Override
    public void carry(double[] saved) {
        states.restore(saved);
    }
}
