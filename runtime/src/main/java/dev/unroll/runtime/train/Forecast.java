package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One output's predictions beside the truth, in the data's units.
 *
 * @param past the rows known before each truth when examples are windows of a series; baselines need it
 * @param errors over all examples, when truth and predictions of the first ones only are kept: those of a part that is read in
 *     chunks; empty when all are here
 * @param samples some of these examples, of a model that pools, for its weights; empty for others
 */
public record Forecast(
        ModelSignature.Port output,
        Values truth,
        Values predicted,
        Optional<Values> past,
        Optional<Map<Metric, Double>> errors,
        List<Sample> samples)
        implements OutputEvaluation {
    public Forecast {
        errors = errors.map(Map::copyOf);
        samples = List.copyOf(samples);
    }

    /** All predictions of a part, of a model that pools nothing. */
    public Forecast(ModelSignature.Port output, Values truth, Values predicted, Optional<Values> past) {
        this(output, truth, predicted, past, Optional.empty(), List.of());
    }

    @Override
    public double value(Metric metric) {
        return error(metric);
    }

    /** The model's error. */
    public double error(Metric metric) {
        if (errors.isPresent() && errors.get().containsKey(metric)) {
            return errors.get().get(metric);
        }
        ErrorSums sums = new ErrorSums();
        for (int k = 0; k < truth.examples(); k++) {
            for (int t = 0; t < truth.length(k); t++) {
                for (int f = 0; f < truth.width(); f++) {
                    sums.add(truth.get(k, t, f), predicted.get(k, t, f));
                }
            }
        }
        return sums.value(metric);
    }

    /**
     * A baseline's error on the same truth.
     *
     * @throws DataException when the examples are no windows or reach back less than the baseline
     */
    public double error(Metric metric, Baseline baseline) {
        ErrorSums sums = new ErrorSums();
        for (int k = 0; k < truth.examples(); k++) {
            for (int f = 0; f < truth.width(); f++) {
                sums.add(truth.get(k, 0, f), baseline(baseline, k, f));
            }
        }
        return sums.value(metric);
    }

    /** What a baseline says about number {@code feature} of an example. */
    public float baseline(Baseline baseline, int example, int feature) {
        Values known = past.orElseThrow(() ->
                new DataException("baseline " + baseline.name() + " needs examples that are windows of a series"));
        int row = baseline.row(known.length(example), feature / known.width());
        if (row < 0) {
            throw new DataException("baseline " + baseline.name() + " looks back " + baseline.lag()
                    + " rows, but windows have only " + known.length(example));
        }
        return known.get(example, row, feature % known.width());
    }
}
