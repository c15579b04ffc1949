package dev.unroll.runtime.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one pass over the training part gave.
 *
 * @param number from 1
 * @param steps batches
 * @param loss mean of the batches' losses in training mode, weighted by their rows; in the model's own range
 * @param metrics of the training part in training mode, in the data's units, in the order they were asked for
 * @param validationLoss of the validation part after the epoch; empty when there is none
 * @param validationMetrics likewise, in the data's units
 * @param seconds for the training steps, validation not counted
 * @param rate the optimizer's rate at the epoch's last step
 * @param gradients norms per layer of the epoch's first batch; empty when that was trained before an interruption
 */
public record Epoch(
        int number,
        int steps,
        double loss,
        Map<Metric, Double> metrics,
        OptionalDouble validationLoss,
        Map<Metric, Double> validationMetrics,
        double seconds,
        double rate,
        List<GradientNorm> gradients) {
    public Epoch {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        validationMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(validationMetrics));
        gradients = List.copyOf(gradients);
    }

    /** Mean time of a step. */
    public double millisecondsPerStep() {
        return 1000 * seconds / steps;
    }
}
