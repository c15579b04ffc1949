package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Powers in bulk against {@link FloatMath#exp}, bit for bit. */
class ExponentialTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        -Float.MIN_VALUE,
        -87.3f,
        Math.nextUp(-87.3f),
        Math.nextDown(-87.3f),
        -87.5f,
        -88f,
        -1e30f,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private static void requireSameBits(float[] x, int n) {
        float[] powers = new float[x.length];
        new Exponential().exp(n, x, powers);
        for (int k = 0; k < n; k++) {
            assertThat(Float.floatToIntBits(powers[k]))
                    .as("e^" + x[k])
                    .isEqualTo(Float.floatToIntBits(FloatMath.exp(x[k])));
        }
        for (int k = n; k < x.length; k++) {
            assertThat(powers[k]).isZero();
        }
    }

    /** Numbers of a whole block, of several and of less than one, alone and among others. */
    @Test
    void givesTheBitsOfSinglePowers() {
        for (int n : new int[] {1, 7, 23, 24, 25, 1023, 1024, 1025, 3000}) {
            float[] x = new float[n + 5];
            for (int k = 0; k < x.length; k++) {
                x[k] = -90f * k / x.length;
            }
            requireSameBits(x, n);
        }
        float[] dense = new float[1_000_000];
        for (int k = 0; k < dense.length; k++) {
            dense[k] = -1e-4f * k;
        }
        requireSameBits(dense, dense.length);
    }

    @Test
    void knowsTheEndsOfTheRange() {
        requireSameBits(SPECIAL, SPECIAL.length);
        float[] among = new float[100];
        System.arraycopy(SPECIAL, 0, among, 40, SPECIAL.length);
        requireSameBits(among, among.length);
    }

    @Test
    void addsUpWhatItGives() {
        float[] x = new float[2_003];
        double expected = 0;
        for (int k = 0; k < x.length; k++) {
            x[k] = -0.01f * (k % 900);
            expected += FloatMath.exp(x[k]);
        }
        assertThat(new Exponential().exp(x.length, x, new float[x.length])).isCloseTo(expected, within(1e-9));
        x[1_500] = Float.NaN;
        assertThat(new Exponential().exp(x.length, x, new float[x.length])).isNaN();
    }
}
