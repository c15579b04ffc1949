package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model's predictions on one part of the data.
 *
 * @param part {@code validation}, or {@code training} when nothing was held out
 * @param loss in the model's own range
 * @param forecasts one per output
 */
public record Evaluation(String part, double loss, List<Forecast> forecasts) {
    public Evaluation {
        forecasts = List.copyOf(forecasts);
    }

    /**
     * Predicts examples and compares with their truth.
     *
     * @param window how the examples were cut, if they are windows
     */
    static Evaluation of(
            String part,
            Loss loss,
            Optional<TrainingSpec.Window> window,
            Predictor predictor,
            Scalers scalers,
            Examples examples,
            Examples scaled) {
        List<Values> outputs = predictor.predict(scaled);
        ModelSignature signature = examples.signature();
        double sum = 0;
        List<Forecast> forecasts = new ArrayList<>();
        for (int o = 0; o < outputs.size(); o++) {
            sum += loss(loss, scaled.targets().get(o), outputs.get(o));
            forecasts.add(new Forecast(
                    signature.outputs().get(o),
                    examples.targets().get(o),
                    outputs.get(o).restored(scalers.outputs().get(o)),
                    window.map(w -> examples.inputs().get(signature.input(w.input())))));
        }
        return new Evaluation(part, sum, forecasts);
    }

    private static double loss(Loss loss, Values truth, Values predicted) {
        double sum = 0;
        long count = 0;
        for (int k = 0; k < truth.examples(); k++) {
            for (int t = 0; t < truth.length(k); t++) {
                for (int f = 0; f < truth.width(); f++) {
                    sum += loss.of((double) predicted.get(k, t, f) - truth.get(k, t, f));
                }
            }
            count += (long) truth.length(k) * truth.width();
        }
        return sum / count;
    }

    /** A metric over all outputs: the mean of theirs. */
    public double error(Metric metric) {
        return forecasts.stream()
                .mapToDouble(forecast -> forecast.error(metric))
                .average()
                .orElseThrow();
    }

    /** A baseline's error over all outputs: the mean of theirs. */
    public double error(Metric metric, Baseline baseline) {
        return forecasts.stream()
                .mapToDouble(forecast -> forecast.error(metric, baseline))
                .average()
                .orElseThrow();
    }

    /** {@link #error(Metric)} for several metrics. */
    Map<Metric, Double> errors(List<Metric> metrics) {
        Map<Metric, Double> errors = new LinkedHashMap<>();
        metrics.forEach(metric -> errors.put(metric, error(metric)));
        return errors;
    }

    /** The model beside baselines, for printing. */
    public Comparison compare(Baseline... baselines) {
        return Comparison.of(this, List.of(baselines));
    }
}
