package dev.unroll.runtime.decode;

import dev.unroll.runtime.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** A decoder whose probabilities are a random function of the input and of all tokens so far. */
final class RandomDecoder implements NextTokens {
    private final int choices;
    private final int positions;
    private final int[] inputs;
    private List<List<Integer>> histories;

    /**
     * A decoder.
     *
     * @param positions of every input, which it attends to; 0 for none
     * @param inputs one per row: rows with equal numbers get equal probabilities
     */
    RandomDecoder(int choices, int positions, int... inputs) {
        this.choices = choices;
        this.positions = positions;
        this.inputs = inputs;
    }

    @Override
    public int choices() {
        return choices;
    }

    @Override
    public void step(int count, int[] parents, int[] tokens, float[] logs) {
        List<List<Integer>> next = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            List<Integer> history =
                    new ArrayList<>(histories == null ? List.of(inputs[parents[k]]) : histories.get(parents[k]));
            history.add(tokens[k]);
            next.add(history);
            System.arraycopy(logs(history), 0, logs, k * choices, choices);
        }
        histories = next;
    }

    /** What may come after an input's number and the tokens so far. */
    float[] logs(List<Integer> history) {
        double[] raw = new double[choices];
        double sum = 0;
        for (int token = 0; token < choices; token++) {
            raw[token] = 2 * CounterRandom.normal(3, history.hashCode(), 1, token);
            sum += Math.exp(raw[token]);
        }
        float[] logs = new float[choices];
        for (int token = 0; token < choices; token++) {
            logs[token] = (float) (raw[token] - Math.log(sum));
        }
        return logs;
    }

    @Override
    public float[] attention(int hypothesis) {
        float[] weights = new float[positions];
        float sum = 0;
        for (int i = 0; i < positions; i++) {
            weights[i] = 0.01f + CounterRandom.unit(5, histories.get(hypothesis).hashCode(), 2, i);
            sum += weights[i];
        }
        for (int i = 0; i < positions; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
