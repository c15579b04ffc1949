package dev.unroll.runtime.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Powers of e of numbers up to 0, as a softmax needs them: the same bits as {@link FloatMath#exp}, four times as fast. JDK 17
 * vectorises arithmetic on floats and on ints, but not the step from one to the other; so each has a loop of its own, and between
 * them the bits are copied as they are (docs/kernels.md). One thread at a time.
 */
final class Exponential {
    private static final int BLOCK = 1024;
    /** Fewer are not worth the copies. */
    private static final int FEW = 24;

    private static final float LEAST = -87.5f;
    /** Just below the last number whose power is not 0. */
    private static final float CUT = 87.30001f;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(BLOCK * Integer.BYTES);
    private final FloatBuffer floats = memory.order(ByteOrder.nativeOrder()).asFloatBuffer();
    private final IntBuffer ints = memory.order(ByteOrder.nativeOrder()).asIntBuffer();
    private final int[] bits = new int[BLOCK];
    private final float[] x = new float[BLOCK];
    private final float[] scale = new float[BLOCK];
    private final float[] power = new float[BLOCK];

    /**
     * Powers of the first {@code n} numbers.
     *
     * @param from each at most 0, or NaN
     * @return their sum
     */
    double exp(int n, float[] from, float[] powers) {
        double sum = 0;
        for (int at = 0; at < n; at += BLOCK) {
            int count = Math.min(BLOCK, n - at);
            System.arraycopy(from, at, x, 0, count);
            block(count);
            System.arraycopy(power, 0, powers, at, count);
            sum += sum(count, power);
        }
        return sum;
    }

    private void block(int n) {
        if (n < FEW) {
            for (int k = 0; k < n; k++) {
                power[k] = FloatMath.exp(x[k]);
            }
            return;
        }
        exponents(n, x, scale);
        floats.put(0, scale, 0, n);
        ints.get(0, bits, 0, n);
        toPowersOfTwo(n, bits);
        ints.put(0, bits, 0, n);
        floats.get(0, scale, 0, n);
        scaled(n, x, scale, power);
        cut(n, x, power);
    }

    /** The exponents of 2 in the lowest bits. */
    private static void exponents(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] = Math.max(LEAST, x[k]) * FloatMath.LOG2_E + FloatMath.ROUND;
        }
    }

    /** From these bits to those of the float 2^n, for n from -126. */
    private static void toPowersOfTwo(int n, int[] bits) {
        int zero = Float.floatToRawIntBits(FloatMath.ROUND) - 127;
        for (int k = 0; k < n; k++) {
            bits[k] = (bits[k] - zero) << 23;
        }
    }

    private static void scaled(int n, float[] x, float[] scale, float[] y) {
        for (int k = 0; k < n; k++) {
            float c = Math.max(LEAST, x[k]);
            float e = (c * FloatMath.LOG2_E + FloatMath.ROUND) - FloatMath.ROUND;
            y[k] = FloatMath.expOfRest(c - e * FloatMath.LN2_HIGH - e * FloatMath.LN2_LOW) * scale[k];
        }
    }

    private static void cut(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] *= FloatMath.step(x[k] + CUT);
        }
    }

    /** In four sums, which the processor adds side by side. */
    private static double sum(int n, float[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < n; k += 4) {
            a += x[k];
            b += x[k + 1];
            c += x[k + 2];
            d += x[k + 3];
        }
        for (; k < n; k++) {
            a += x[k];
        }
        return (a + b) + (c + d);
    }
}
