package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.train.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a decoder reads in training, against the same decoder computed for one example alone. */
class ScheduledSamplingTest {
    private static final int SEED = 5;
    private static final int STEP = 9;

    private final HandDecoder program = new HandDecoder();
    private final float[][] sources = texts(new Random(1), 60);
    private final float[][] hints = texts(new Random(2), 60);
    private final float[][] targets = texts(new Random(3), 60);

    private static float[][] texts(Random random, int count) {
        float[][] texts = new float[count][];
        for (int k = 0; k < count; k++) {
            texts[k] = new float[1 + random.nextInt(6)];
            for (int t = 0; t < texts[k].length; t++) {
                texts[k][t] = 1 + random.nextInt(HandDecoder.CHOICES - 1);
            }
        }
        return texts;
    }

    private Examples examples() {
        return Examples.of(
                program.signature(),
                List.of(Values.sequences(sources), Values.sequences(hints)),
                List.of(Values.sequences(targets)));
    }

    private int[][] draw(double forced, long step) {
        try (ScheduledSampling sampling = new ScheduledSampling(program, SEED)) {
            return sampling.draw(examples(), forced, step);
        }
    }

    /** The same for one example, without batches. */
    private int[] alone(int example, double forced) {
        float[] target = targets[example];
        HandDecoder.Encoded of = HandDecoder.encoded(sources[example], hints[example]);
        float[] state = of.state;
        int[] previous = new int[target.length + 1];
        for (int t = 1; t < previous.length; t++) {
            HandDecoder.After after = HandDecoder.after(of, state, previous[t - 1]);
            state = after.state;
            previous[t] = (int) target[t - 1];
            long place = (long) example << 32 | t;
            if (CounterRandom.unitDouble(SEED, STEP, ScheduledSampling.COIN, place) >= forced) {
                double share = CounterRandom.unitDouble(SEED, STEP, ScheduledSampling.TOKEN, place);
                int token = 0;
                for (double sum = Math.exp(after.logs[0]); sum <= share && token < HandDecoder.CHOICES - 1; ) {
                    sum += Math.exp(after.logs[++token]);
                }
                previous[t] = token == 0 ? previous[t] : token;
            }
        }
        return previous;
    }

    @Test
    void everyTokenIsTrueOrTheDecodersOwn() {
        for (double forced : new double[] {0, 0.4, 0.9}) {
            int[][] drawn = draw(forced, STEP);
            for (int k = 0; k < drawn.length; k++) {
                assertThat(drawn[k]).as("example %s, forced %s", k, forced).isEqualTo(alone(k, forced));
            }
        }
    }

    @Test
    void alwaysForcedIsTheTruth() {
        int[][] previous = draw(1, STEP);
        for (int k = 0; k < previous.length; k++) {
            int[] truth = new int[targets[k].length + 1];
            for (int t = 1; t < truth.length; t++) {
                truth[t] = (int) targets[k][t - 1];
            }
            assertThat(previous[k]).isEqualTo(truth);
        }
    }

    @Test
    void drawsDifferFromStepToStepAndComeAgain() {
        assertThat(draw(0.5, 3)).isDeepEqualTo(draw(0.5, 3)).isNotEqualTo(draw(0.5, 4));
        assertThat(Arrays.deepEquals(draw(0.5, 3), draw(0.5, 4))).isFalse();
    }

    /** Those that are the truth anyway are counted too, so that the share lies between the probability and 1. */
    @Test
    void theShareOfTrueTokensFollowsTheProbability() {
        double[] differing = new double[2];
        for (int step = 0; step < 20; step++) {
            differing[0] += differing(draw(0, step));
            differing[1] += differing(draw(0.75, step));
        }
        assertThat(differing[0]).isGreaterThan(1000);
        // what stands before differs, so that the drawn tokens do: about a quarter
        assertThat(differing[1] / differing[0]).isCloseTo(0.25, within(0.05));
    }

    private int differing(int[][] previous) {
        int count = 0;
        for (int k = 0; k < previous.length; k++) {
            for (int t = 1; t < previous[k].length; t++) {
                count += previous[k][t] != (int) targets[k][t - 1] ? 1 : 0;
            }
        }
        return count;
    }
}
