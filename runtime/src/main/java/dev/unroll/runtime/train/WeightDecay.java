package dev.unroll.runtime.train;

import dev.unroll.runtime.weights.WeightKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The pull of weights towards 0, by the kind of weight. With {@code adamw} a step first shrinks weights by {@code rate * decay}
 * (Loshchilov and Hutter, 2019); the other rules see the gradient of {@code decay / 2 * w²} added to the loss's, after clipping.
 * Frozen weights stay as they are.
 */
public final class WeightDecay {
    private final double matrices;
    private final Map<WeightKind, Double> rates;

    private WeightDecay(double matrices, Map<WeightKind, Double> rates) {
        this.matrices = require(matrices);
        this.rates = rates;
    }

    /** {@code weight_decay = rate}: of every matrix; vectors, which are biases, gains, shifts and initial states, have none. */
    public static WeightDecay of(double rate) {
        return new WeightDecay(rate, new EnumMap<>(WeightKind.class));
    }

    /** No decay; begins a list by kind. */
    public static WeightDecay none() {
        return of(0);
    }

    /** The same but for one kind. */
    public WeightDecay with(WeightKind kind, double rate) {
        Map<WeightKind, Double> more = new EnumMap<>(WeightKind.class);
        more.putAll(rates);
        more.put(Objects.requireNonNull(kind), require(rate));
        return new WeightDecay(matrices, more);
    }

    /** The decay of a weight. */
    public double rate(WeightKind kind, boolean vector) {
        return rates.getOrDefault(kind, vector ? 0 : matrices);
    }

    private static double require(double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("weight decay must be at least 0, not " + rate);
        }
        return rate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightDecay decay && decay.matrices == matrices && decay.rates.equals(rates);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(matrices) + rates.hashCode();
    }

    @Override
    public String toString() {
        return rates.isEmpty() ? Double.toString(matrices) : rates.toString();
    }
}
