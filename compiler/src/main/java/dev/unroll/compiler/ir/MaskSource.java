package dev.unroll.compiler.ir;

/** Where the uniform numbers of masks come from. */
@FunctionalInterface
public interface MaskSource {
    /**
     * A number in {@code [0, 1)}; the element is kept iff it is at least the mask's rate.
     *
     * @param index {@code row * F + column}, rows in packed order
     */
    double unit(int stream, long index);

    /**
     * The numbers of generated programs: a pure function of its arguments. Two rounds of the finaliser of Steele, Lea and
     * Flood, "Fast splittable pseudorandom number generators" (2014), over a linear combination of the arguments; the
     * upper 24 bits make a float without rounding.
     *
     * @param seed the model's seed
     * @param step number of the training step
     */
    static MaskSource of(long seed, long step) {
        return (stream, index) -> {
            long z = seed * 0x9E3779B97F4A7C15L
                    + step * 0xBF58476D1CE4E5B9L
                    + (long) stream * 0x94D049BB133111EBL
                    + index;
            return (mix(mix(z)) >>> 40) * 0x1p-24;
        };
    }

    private static long mix(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
