package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.unroll.runtime.random.CounterRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaskSourceTest {
    /** The compiler may not depend on the runtime, so both have the definition; here they meet. */
    @Test
    void agreesWithTheRuntimeBitForBit() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long seed = random.nextLong();
            long step = i % 2 == 0 ? i : random.nextLong();
            int stream = random.nextInt(100);
            long index = i % 3 == 0 ? i : random.nextLong() >>> 20;
            assertEquals(
                    CounterRandom.unit(seed, step, stream, index),
                    MaskSource.of(seed, step).unit(stream, index),
                    0);
        }
    }

    @Test
    void isUniform() {
        MaskSource source = MaskSource.of(42, 7);
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[(int) (source.unit(3, i) * 10)]++;
        }
        for (int count : tenths) {
            // Five standard deviations of a binomial of 100,000 and 1/10.
            assertEquals(10_000, count, 475);
        }
    }

    @Test
    void differsBySeedStepAndStream() {
        double unit = MaskSource.of(1, 1).unit(1, 1);
        assertNotEquals(unit, MaskSource.of(2, 1).unit(1, 1));
        assertNotEquals(unit, MaskSource.of(1, 2).unit(1, 1));
        assertNotEquals(unit, MaskSource.of(1, 1).unit(2, 1));
        assertNotEquals(unit, MaskSource.of(1, 1).unit(1, 2));
    }
}
