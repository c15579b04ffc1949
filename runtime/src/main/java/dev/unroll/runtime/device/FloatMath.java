package dev.unroll.runtime.device;

/**
 * Scalar functions of kernels: straight-line float arithmetic, most of it vectorised by the JVM (docs/kernels.md). NaN in is NaN
 * out. The bounds were measured against {@link Math} in double over dense samples and are tested.
 */
public final class FloatMath {
    private static final float TANH_SATURATES = 8f;
    private static final float ERF_SATURATES = 3.8f;
    /** Any positive float times this twice is at least 1. */
    private static final float HUGE = 1e23f;
    /** Adding and subtracting 1.5 · 2^23 rounds to the nearest integer. */
    static final float ROUND = 12582912f;

    static final float LOG2_E = 1.442695f;
    // ln 2 in two parts: n * LN2_HIGH is exact for the n that occur.
    static final float LN2_HIGH = 0.6933594f;
    static final float LN2_LOW = -2.12194440e-4f;

    private FloatMath() {}

    /**
     * Hyperbolic tangent, absolute and relative error at most 4e-7, never outside [-1, 1]. An odd rational function of degrees 9
     * and 8, fitted to tanh over [-8, 8] for least relative error (6.5e-9 before rounding); constant outside.
     */
    public static float tanh(float x) {
        float c = Math.max(-TANH_SATURATES, Math.min(TANH_SATURATES, x));
        float z = c * c;
        float p = (((1.523004e-8f * z + 2.1894406e-5f) * z + 3.571583e-3f) * z + 0.13444486f) * z + 1f;
        float q = (((8.522297e-7f * z + 3.411267e-4f) * z + 2.6164386e-2f) * z + 0.46777812f) * z + 1f;
        return c * p / q;
    }

    /** 1 / (1 + e^-x), absolute error at most 2.4e-7, never outside [0, 1]. Exactly 0.5 tanh(0.5 x) + 0.5. */
    public static float sigmoid(float x) {
        return 0.5f * tanh(0.5f * x) + 0.5f;
    }

    /**
     * e^x, relative error at most 3e-7; 0 below -87.3 (no subnormal results), infinite above 88.7. Not vectorised on JDK 17, but for
     * {@link Exponential}. Range reduction to [-ln 2 / 2, ln 2 / 2] and the Taylor polynomial of degree 7.
     */
    public static float exp(float x) {
        float c = Math.max(-87.5f, Math.min(88.8f, x));
        float shifted = c * LOG2_E + ROUND;
        float n = shifted - ROUND;
        float r = c - n * LN2_HIGH - n * LN2_LOW;
        float p = expOfRest(r);
        // 2^n as 2^(n/2) twice, so that n = 128 and n = -126 stay in range.
        int exponent = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
        int half = exponent >> 1;
        float result =
                p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((exponent - half + 127) << 23);
        return x < -87.3f ? 0f : result;
    }

    /** e^r of a rest of the range reduction. */
    static float expOfRest(float r) {
        float p = 1.9841270e-4f * r + 1.3888889e-3f;
        p = p * r + 0.008333333f;
        p = p * r + 0.041666668f;
        p = p * r + 0.16666667f;
        p = p * r + 0.5f;
        return p * r * r + r + 1f;
    }

    /** Natural logarithm, correctly rounded but for double rounding. Not vectorised. */
    public static float log(float x) {
        return (float) Math.log(x);
    }

    /** Square root, correctly rounded. */
    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    public static float abs(float x) {
        return Math.abs(x);
    }

    public static float max(float x, float y) {
        return Math.max(x, y);
    }

    public static float min(float x, float y) {
        return Math.min(x, y);
    }

    /** -1, 0 or 1. */
    public static float sign(float x) {
        return Math.max(-1f, Math.min(1f, x * HUGE * HUGE));
    }

    /** 1 where x is greater than 0, else 0. */
    public static float step(float x) {
        return Math.max(0f, Math.min(1f, x * HUGE * HUGE));
    }

    /** max(x, 0). */
    public static float relu(float x) {
        return Math.max(x, 0f);
    }

    /** x above 0, e^x - 1 below; absolute error at most 3e-7. */
    public static float elu(float x) {
        return Math.max(x, 0f) + (exp(Math.min(x, 0f)) - 1f);
    }

    /** x Φ(x) = x / 2 · (1 + erf(x / √2)); absolute error at most 3e-7 · max(1, |x|). */
    public static float gelu(float x) {
        return 0.5f * x * (1f + erf(0.70710677f * x));
    }

    /** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); relative error at most 3e-7. Not vectorised. */
    public static float softplus(float x) {
        return Math.max(x, 0f) + (float) Math.log1p(exp(-Math.abs(x)));
    }

    /** x / (1 + |x|). */
    public static float softsign(float x) {
        return x / (1f + Math.abs(x));
    }

    /** clip(x / 6 + 1/2, 0, 1). */
    public static float hardSigmoid(float x) {
        return Math.max(0f, Math.min(1f, x * (1f / 6f) + 0.5f));
    }

    /**
     * Gauss' error function, absolute error at most 5e-7. An odd rational function of degrees 13 and 8, fitted over [-3.8, 3.8];
     * constant outside.
     */
    public static float erf(float x) {
        float c = Math.max(-ERF_SATURATES, Math.min(ERF_SATURATES, x));
        float z = c * c;
        float p = ((2.1403013e-8f * z - 1.999023e-6f) * z + 1.3491052e-4f) * z + 0.003299678f;
        p = ((p * z + 4.924917e-2f) * z + 0.1897364f) * z + 1.1283791f;
        float q = (((8.673178e-4f * z + 1.3509489e-2f) * z + 0.11081296f) * z + 0.50148165f) * z + 1f;
        return c * p / q;
    }
}
