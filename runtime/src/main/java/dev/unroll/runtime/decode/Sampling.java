package dev.unroll.runtime.decode;

import dev.unroll.runtime.random.CounterRandom;

/**
 * Drawing token after token. A draw is a pure function of the seed, the number of the input and the step: it does not depend on what
 * else is decoded.
 *
 * @param temperature probabilities become {@code p^(1 / temperature)}; above 0, 1 leaves them
 * @param topK only the k most probable tokens can be drawn; 0 for all
 * @param topP only the most probable tokens that together have at least this probability, the nucleus of Holtzman et al. (2020); 1 for
 *     all
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    private static final int STREAM = -7;

    public Sampling {
        if (!(temperature > 0 && temperature <= Double.MAX_VALUE) || topK < 0 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException(
                    "temperature " + temperature + ", the " + topK + " most probable, a nucleus of " + topP);
        }
    }

    /** A number from 0 to below 1. */
    double draw(int row, int step) {
        return CounterRandom.unitDouble(seed, row, STREAM, step);
    }
}
