package dev.unroll.runtime.train;

import dev.unroll.runtime.metric.ConfusionMatrix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predictions of labels or tokens, summed up: probabilities are not kept.
 *
 * @param rows predicted: examples, or steps of a sequence
 * @param metrics the model's; those asked for that make sense here, and accuracy, and perplexity of tokens
 * @param majority the same of the majority class: the output's most frequent one in the training part, with its classes'
 *     frequencies for probabilities
 * @param majorityClass its index
 * @param confusion of labels, up to 256
 * @param samples some examples, the mistakes of greatest loss first
 */
public record Classification(
        ModelSignature.Port output,
        long rows,
        Map<Metric, Double> metrics,
        Map<Metric, Double> majority,
        int majorityClass,
        Optional<ConfusionMatrix> confusion,
        List<Sample> samples)
        implements OutputEvaluation {
    public Classification {
        metrics = ordered(metrics);
        majority = ordered(majority);
        samples = List.copyOf(samples);
    }

    static Map<Metric, Double> ordered(Map<Metric, Double> metrics) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    @Override
    public double value(Metric metric) {
        return known(output, metrics, metric);
    }

    static double known(ModelSignature.Port output, Map<Metric, Double> metrics, Metric metric) {
        Double value = metrics.get(metric);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no " + metric + " of output " + output + " was kept; there is " + metrics.keySet());
        }
        return value;
    }
}
