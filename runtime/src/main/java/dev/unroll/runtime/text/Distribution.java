package dev.unroll.runtime.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a model thinks of each of several outcomes: probabilities that add up to 1, up to rounding. Immutable.
 *
 * @param <T> labels, tokens, or constants of an enum
 */
public final class Distribution<T> {
    private final List<T> outcomes;
    private final float[] probabilities;

    private Distribution(List<T> outcomes, float[] probabilities) {
        this.outcomes = outcomes;
        this.probabilities = probabilities;
    }

    /**
     * A distribution over outcomes.
     *
     * @param probabilities one per outcome
     * @throws IllegalArgumentException when counts differ or a probability is negative or no number
     */
    public static <T> Distribution<T> of(List<T> outcomes, float[] probabilities) {
        if (outcomes.isEmpty() || outcomes.size() != probabilities.length) {
            throw new IllegalArgumentException(
                    outcomes.size() + " outcomes and " + probabilities.length + " probabilities");
        }
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("the probability of " + outcomes.get(i) + " is " + probabilities[i]);
            }
        }
        return new Distribution<>(List.copyOf(outcomes), probabilities.clone());
    }

    /** One outcome and its probability. */
    public record Outcome<T>(T value, float probability) {}

    /** What can come out, in the order of indices. */
    public List<T> outcomes() {
        return outcomes;
    }

    /** The probabilities in the order of {@link #outcomes}, a copy. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /**
     * The probability of an outcome.
     *
     * @throws IllegalArgumentException when it is none of {@link #outcomes}
     */
    public float probability(T outcome) {
        int index = outcomes.indexOf(outcome);
        if (index < 0) {
            throw new IllegalArgumentException(outcome + " is none of the " + outcomes.size() + " outcomes");
        }
        return probabilities[index];
    }

    /** The most probable outcome, the first of several. */
    public T best() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return outcomes.get(best);
    }

    /** The {@code k} most probable outcomes, best first; all when there are fewer. */
    public List<Outcome<T>> top(int k) {
        List<Outcome<T>> top = new ArrayList<>();
        IntStream.range(0, probabilities.length)
                .boxed()
                .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
                .limit(k)
                .forEach(i -> top.add(new Outcome<>(outcomes.get(i), probabilities[i])));
        return top;
    }

    /**
     * Draws an outcome with probability in proportion to {@code p^(1 / temperature)}.
     *
     * @param temperature 1 draws by the probabilities, below 1 favours probable outcomes, 0 always gives the best
     * @throws IllegalArgumentException when it is negative or no finite number
     */
    public T sample(RandomGenerator random, double temperature) {
        if (!(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("temperature must be at least 0, not " + temperature);
        }
        if (temperature == 0) {
            return best();
        }
        double most = 0;
        for (float p : probabilities) {
            most = Math.max(most, p);
        }
        // Relative to the greatest, so that a low temperature underflows to 0 for the others only.
        double[] sums = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += probabilities[i] == 0 ? 0 : StrictMath.pow(probabilities[i] / most, 1 / temperature);
            sums[i] = sum;
        }
        double drawn = random.nextDouble() * sum;
        for (int i = 0; i < sums.length; i++) {
            if (drawn < sums[i]) {
                return outcomes.get(i);
            }
        }
        return best();
    }

    /**
     * The distribution when only some outcomes can come out, such as without unknown tokens.
     *
     * @throws IllegalArgumentException when these have no probability at all
     */
    public Distribution<T> given(Predicate<? super T> possible) {
        List<T> left = new ArrayList<>();
        float[] kept = new float[probabilities.length];
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (possible.test(outcomes.get(i))) {
                kept[left.size()] = probabilities[i];
                sum += probabilities[i];
                left.add(outcomes.get(i));
            }
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no possible outcome has a probability");
        }
        float[] shares = new float[left.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (kept[i] / sum);
        }
        return new Distribution<>(List.copyOf(left), shares);
    }

    /** Uncertainty in bits: 0 when one outcome is certain, log2 of their number when all are alike. */
    public double entropy() {
        double bits = 0;
        for (float p : probabilities) {
            bits -= p == 0 ? 0 : p * StrictMath.log(p) / StrictMath.log(2);
        }
        return bits;
    }

    /** The three most probable outcomes. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        top(3).forEach(o -> parts.add(String.format(Locale.ROOT, "%s %.3f", o.value(), o.probability())));
        return String.join(", ", parts) + (probabilities.length > 3 ? ", …" : "");
    }
}
