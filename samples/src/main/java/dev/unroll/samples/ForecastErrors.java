package dev.unroll.samples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Mean absolute errors of several forecasters on the same truth, one for each step ahead and one for all. */
public final class ForecastErrors {
    private final float[][] truth;
    private final int steps;
    private final Map<String, List<Double>> errors = new LinkedHashMap<>();

    /** On {@code truth[example][step ahead]}. */
    public ForecastErrors(float[][] truth) {
        this.truth = truth;
        this.steps = truth[0].length;
    }

    /** Says what is foretold for an example and a step ahead, both counted from 0. */
    @FunctionalInterface
    public interface Forecaster {
        double forecast(int example, int step);
    }

    /** Adds a forecaster; the first one is the model. */
    public void add(String name, Forecaster forecaster) {
        List<Double> means = new ArrayList<>();
        double all = 0;
        for (int h = 0; h < steps; h++) {
            double sum = 0;
            for (int k = 0; k < truth.length; k++) {
                sum += Math.abs(forecaster.forecast(k, h) - truth[k][h]);
            }
            means.add(sum / truth.length);
            all += sum / truth.length / steps;
        }
        means.add(all);
        errors.put(name, means);
    }

    /** The mean absolute error over all steps. */
    public double mean(String name) {
        return errors.get(name).get(steps);
    }

    /** Whether the first forecaster's mean error is below every other's. */
    public boolean firstIsBest() {
        String first = errors.keySet().iterator().next();
        return errors.keySet().stream().skip(1).allMatch(other -> mean(first) < mean(other));
    }

    /** A table: forecasters down, steps ahead across. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format("%-24s", "steps ahead"));
        for (int h = 0; h < steps; h++) {
            text.append(String.format(Locale.ROOT, "%7d", h + 1));
        }
        text.append(String.format("%8s%n", "mean"));
        errors.forEach((name, means) -> {
            text.append(String.format("%-24s", name));
            for (int h = 0; h < steps; h++) {
                text.append(String.format(Locale.ROOT, "%7.2f", means.get(h)));
            }
            text.append(String.format(Locale.ROOT, "%8.3f%n", means.get(steps)));
        });
        return text.toString();
    }
}
