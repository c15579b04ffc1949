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
    private final Map<WeightKind, Double> rates;

    private WeightDecay(Map<WeightKind, Double> rates) {
        this.rates = rates;
    }

    /** {@code weight_decay = rate}: of what values are multiplied with; biases, shifts, gains and initial states have none. */
    public static WeightDecay of(double rate) {
        return none().with(WeightKind.INPUT, rate)
                .with(WeightKind.RECURRENT, rate)
                .with(WeightKind.EMBEDDING, rate)
                .with(WeightKind.OTHER, rate);
    }

    /** No decay; begins a list by kind. */
    public static WeightDecay none() {
        return new WeightDecay(new EnumMap<>(WeightKind.class));
    }

    /** The same but for one kind. */
    public WeightDecay with(WeightKind kind, double rate) {
        Map<WeightKind, Double> more = new EnumMap<>(WeightKind.class);
        more.putAll(rates);
        more.put(Objects.requireNonNull(kind), require(rate));
        return new WeightDecay(more);
    }

    /** The decay of a kind; 0 where none was given. */
    public double rate(WeightKind kind) {
        return rates.getOrDefault(kind, 0.0);
    }

    private static double require(double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("weight decay must be at least 0, not " + rate);
        }
        return rate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightDecay decay && decay.rates.equals(rates);
    }

    @Override
    public int hashCode() {
        return rates.hashCode();
    }

    @Override
    public String toString() {
        return rates.toString();
    }
}
