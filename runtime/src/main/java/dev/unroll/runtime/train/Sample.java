package dev.unroll.runtime.train;

import java.util.List;

/**
 * One predicted example, at most its first {@value #STEPS} steps.
 *
 * @param example its place in the evaluated part, from 0
 * @param inputs ids of each input, one a step; empty for inputs that hold no tokens
 * @param truth class of each row; 0 or 1 for a yes or no
 * @param predicted likewise
 * @param probability of the true class of each row
 */
public record Sample(
        int example,
        List<List<Integer>> inputs,
        List<Integer> truth,
        List<Integer> predicted,
        List<Float> probability) {
    static final int STEPS = 240;

    public Sample {
        inputs = inputs.stream().map(List::copyOf).toList();
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
        probability = List.copyOf(probability);
    }

    /** Whether every row is right. */
    public boolean isRight() {
        return truth.equals(predicted);
    }

    /** Mean of {@code -log} of the true classes' probabilities. */
    double surprise() {
        double sum = 0;
        for (float p : probability) {
            sum -= Math.log(Math.max(p, Loss.LEAST));
        }
        return sum / probability.size();
    }
}
