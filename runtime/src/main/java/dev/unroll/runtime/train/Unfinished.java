package dev.unroll.runtime.train;

import java.util.Map;
import java.util.Optional;

/**
 * A training that was interrupted, as it lies in a checkpoint: everything that the next call of {@code train} needs to go on with the
 * same bits, besides weights, moments and the counts of {@link TrainingState}.
 *
 * @param entries text by name
 * @param numbers by name; none is empty
 * @param best weights of the best epoch, laid out like {@link dev.unroll.runtime.weights.Parameters#weights}; empty when they are not kept
 */
public record Unfinished(Map<String, String> entries, Map<String, double[]> numbers, Optional<double[]> best) {
    public Unfinished {
        entries = Map.copyOf(entries);
        numbers = Map.copyOf(numbers);
    }
}
