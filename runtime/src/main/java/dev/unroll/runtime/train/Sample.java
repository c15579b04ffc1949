package dev.unroll.runtime.train;

import java.util.List;

/**
 * One predicted example, at most its first {@value #STEPS} steps. Of an output of numbers it says nothing but inputs and weights: the
 * numbers are in the {@link Forecast}.
 *
 * @param example its place in the evaluated part, from 0
 * @param inputs ids of each input, one a step; empty for inputs that hold no tokens
 * @param truth class of each row; 0 or 1 for a yes or no
 * @param predicted likewise
 * @param probability of the true class of each row
 * @param weights how each pooling has weighed the steps; empty for a model without poolings
 */
public record Sample(
        int example,
        List<List<Integer>> inputs,
        List<Integer> truth,
        List<Integer> predicted,
        List<Float> probability,
        List<Weights> weights) {
    static final int STEPS = 240;

    public Sample {
        inputs = inputs.stream().map(List::copyOf).toList();
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
        probability = List.copyOf(probability);
        weights = List.copyOf(weights);
    }

    /** A sample of a model without poolings. */
    public Sample(
            int example,
            List<List<Integer>> inputs,
            List<Integer> truth,
            List<Integer> predicted,
            List<Float> probability) {
        this(example, inputs, truth, predicted, probability, List.of());
    }

    /**
     * What a {@link Pooling} made of one example.
     *
     * @param layer label of the layer that scores the steps
     * @param steps one weight a step
     */
    public record Weights(String layer, List<Float> steps) {
        public Weights {
            steps = List.copyOf(steps);
        }
    }

    Sample with(List<Weights> others) {
        return new Sample(example, inputs, truth, predicted, probability, others);
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
