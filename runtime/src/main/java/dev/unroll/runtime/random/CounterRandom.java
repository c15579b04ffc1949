package dev.unroll.runtime.random;

/**
 * Counter-based random numbers: each is a hash of its coordinates, so no state is kept and any element can be computed alone,
 * in any order, on any thread or device. The hash is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied twice to a
 * linear combination of the coordinates with odd constants.
 */
public final class CounterRandom {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long STEP = 0xBF58476D1CE4E5B9L;
    private static final long STREAM = 0x94D049BB133111EBL;

    private CounterRandom() {}

    /** What all indices of one stream have in common; add the index and {@link #mix} twice. */
    public static long key(long seed, long step, int stream) {
        return seed * SEED + step * STEP + stream * STREAM;
    }

    /** 64 random bits. */
    public static long bits(long seed, long step, int stream, long index) {
        return mix(mix(key(seed, step, stream) + index));
    }

    /** The finaliser of SplitMix64, a bijection. */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * STEP;
        z = (z ^ (z >>> 27)) * STREAM;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1), a multiple of 2^-24: exact as a float. */
    public static float unit(long seed, long step, int stream, long index) {
        return unit(bits(seed, step, stream, index));
    }

    /** The upper 24 bits as a number in [0, 1). */
    public static float unit(long bits) {
        return (bits >>> 40) * 0x1p-24f;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public static double unitDouble(long seed, long step, int stream, long index) {
        return (bits(seed, step, stream, index) >>> 11) * 0x1p-53;
    }

    /** Standard normal, by Box and Muller's transform of the uniform numbers 2 · index and 2 · index + 1. */
    public static double normal(long seed, long step, int stream, long index) {
        double u = 1 - unitDouble(seed, step, stream, 2 * index);
        double v = unitDouble(seed, step, stream, 2 * index + 1);
        // StrictMath: the same bits on every machine.
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /** Uniform in {@code [0, bound)}; biased by less than {@code bound / 2^64}. */
    public static int below(int bound, long seed, long step, int stream, long index) {
        if (bound <= 0) {
            throw new IllegalArgumentException("no number below " + bound);
        }
        return (int) Math.multiplyHigh(bits(seed, step, stream, index) >>> 1, 2L * bound);
    }

    /** Fills {@code order} with a random permutation of 0 to {@code order.length - 1} (Fisher and Yates). */
    public static void permutation(int[] order, long seed, long step, int stream) {
        for (int i = 0; i < order.length; i++) {
            int j = below(i + 1, seed, step, stream, i);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
