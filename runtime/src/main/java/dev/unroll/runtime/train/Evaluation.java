package dev.unroll.runtime.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good a trained model's predictions of one part of the data are.
 *
 * @param part {@code validation}, {@code test}, or {@code training} when nothing was held out
 * @param examples in the part
 * @param loss in the model's own range
 * @param outputs one per output
 */
public record Evaluation(String part, int examples, double loss, List<OutputEvaluation> outputs) {
    public Evaluation {
        outputs = List.copyOf(outputs);
    }

    /** The outputs that are numbers, with all that was predicted. */
    public List<Forecast> forecasts() {
        return outputs.stream()
                .filter(Forecast.class::isInstance)
                .map(Forecast.class::cast)
                .toList();
    }

    /**
     * A metric over all outputs that accept it: the mean of theirs.
     *
     * @throws IllegalArgumentException when no output accepts it, or it was not among the training's metrics
     */
    public double value(Metric metric) {
        return outputs.stream()
                .filter(output -> OutputTally.accepts(output.output(), metric))
                .mapToDouble(output -> output.value(metric))
                .average()
                .orElseThrow(() -> new IllegalArgumentException("metric " + metric + " makes no sense of any output: "
                        + outputs.stream().map(OutputEvaluation::output).toList()));
    }

    /** {@link #value}, as is usual to say of errors of numbers. */
    public double error(Metric metric) {
        return value(metric);
    }

    /** A baseline's error over all outputs that are numbers: the mean of theirs. */
    public double error(Metric metric, Baseline baseline) {
        return forecasts().stream()
                .mapToDouble(forecast -> forecast.error(metric, baseline))
                .average()
                .orElseThrow(() -> new IllegalArgumentException(
                        "baseline " + baseline.name() + " forecasts numbers; no output holds any"));
    }

    /** {@link #value} for several metrics. */
    Map<Metric, Double> values(List<Metric> metrics) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        metrics.forEach(metric -> values.put(metric, value(metric)));
        return values;
    }

    /** The model beside baselines, for printing; beside the majority class too where an output is no number. */
    public Comparison compare(Baseline... baselines) {
        return Comparison.of(this, List.of(baselines));
    }
}
