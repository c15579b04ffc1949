package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * A figure looked at after each epoch: {@code validation.loss}, {@code training.loss}, {@code validation.f1}.
 *
 * @param metric empty for the loss
 */
public record Watch(Part part, Optional<Metric> metric) {
    /** Of which examples. */
    public enum Part {
        TRAINING,
        VALIDATION
    }

    public Watch {
        if (part == Part.TRAINING && metric.isPresent()) {
            throw new IllegalArgumentException("of the training part only the loss can be watched");
        }
    }

    /** {@code training.loss}. */
    public static Watch trainingLoss() {
        return new Watch(Part.TRAINING, Optional.empty());
    }

    /** {@code validation.loss}. */
    public static Watch validationLoss() {
        return new Watch(Part.VALIDATION, Optional.empty());
    }

    /** {@code validation.METRIC}; the metric is among those reported. */
    public static Watch validation(Metric metric) {
        return new Watch(Part.VALIDATION, Optional.of(metric));
    }

    @Override
    public String toString() {
        return (part == Part.TRAINING ? "training." : "validation.")
                + metric.map(Metric::toString).orElse("loss");
    }
}
