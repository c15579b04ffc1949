package dev.unroll.runtime.train;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one pass over the training part gave.
 *
 * @param number from 1
 * @param steps batches
 * @param loss mean of the batches' losses in training mode, weighted by their rows; in the model's own range
 * @param metrics of the training part in training mode, in the data's units
 * @param validationLoss of the validation part after the epoch; empty when there is none
 * @param validationMetrics likewise, in the data's units
 * @param seconds for the training steps, validation not counted
 */
public record Epoch(
        int number,
        int steps,
        double loss,
        Map<Metric, Double> metrics,
        OptionalDouble validationLoss,
        Map<Metric, Double> validationMetrics,
        double seconds) {
    public Epoch {
        metrics = ordered(metrics);
        validationMetrics = ordered(validationMetrics);
    }

    private static Map<Metric, Double> ordered(Map<Metric, Double> metrics) {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(metrics);
        return Collections.unmodifiableMap(copy);
    }

    /** Mean time of a step. */
    public double millisecondsPerStep() {
        return 1000 * seconds / steps;
    }
}
