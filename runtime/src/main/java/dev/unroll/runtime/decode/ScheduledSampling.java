package dev.unroll.runtime.decode;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.OwnTokens;
import java.util.Arrays;

/**
 * Scheduled sampling (Bengio et al. 2015): before each token a coin says whether the decoder reads the true one or one that is drawn
 * from what it gave itself, having read what stands before. A drawn end is not read, since nothing can follow it: the true token is.
 * Layers work as in prediction, without dropout; no gradient goes through what is drawn.
 */
public final class ScheduledSampling implements OwnTokens {
    static final int COIN = -31;
    static final int TOKEN = -32;

    private final StepDecoder decoder;
    private final int choices;
    private final long seed;
    private float[] logs = new float[0];

    /**
     * For a program with a decoder.
     *
     * @throws IllegalArgumentException when it has none
     */
    public ScheduledSampling(ModelProgram program, long seed) {
        this.decoder = new StepDecoder(program);
        this.choices = decoder.choices();
        this.seed = seed;
    }

    @Override
    public int[][] draw(Examples batch, double forced, long step) {
        int[][] previous = truth(batch);
        int[] rows = new int[previous.length];
        int[] parents = new int[previous.length];
        int[] tokens = new int[previous.length];
        int live = 0;
        for (int k = 0; k < previous.length; k++) {
            if (previous[k].length > 1) {
                parents[live] = k;
                rows[live++] = k;
            }
        }
        logs = logs.length < live * choices ? new float[Math.multiplyExact(live, choices)] : logs;
        decoder.begin(batch.withoutTruth(), 0, previous.length, 1, -1);
        for (int t = 0; live > 0; t++) {
            for (int i = 0; i < live; i++) {
                tokens[i] = previous[rows[i]][t];
            }
            decoder.step(live, parents, tokens, logs);
            int next = 0;
            for (int i = 0; i < live; i++) {
                int k = rows[i];
                choose(previous[k], k, t + 1, i * choices, forced, step);
                if (t + 2 < previous[k].length) {
                    parents[next] = i;
                    rows[next++] = k;
                }
            }
            live = next;
        }
        return previous;
    }

    private static int[][] truth(Examples batch) {
        Values given = batch.inputs().get(batch.signature().inputs().size());
        int[][] previous = new int[batch.size()][];
        for (int k = 0; k < previous.length; k++) {
            int example = k;
            previous[k] = new int[given.length(k)];
            Arrays.setAll(previous[k], t -> (int) given.get(example, t, 0));
        }
        return previous;
    }

    private void choose(int[] previous, int example, int t, int from, double forced, long step) {
        long place = (long) example << 32 | t;
        if (CounterRandom.unitDouble(seed, step, COIN, place) < forced) {
            return;
        }
        double left = CounterRandom.unitDouble(seed, step, TOKEN, place);
        int drawn = Vocabulary.BOUNDARY;
        for (int token = 0; token < choices && left >= 0; token++) {
            double probability = Math.exp(logs[from + token]);
            left -= probability;
            drawn = probability > 0 ? token : drawn;
        }
        if (drawn != Vocabulary.BOUNDARY) {
            previous[t] = drawn;
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
