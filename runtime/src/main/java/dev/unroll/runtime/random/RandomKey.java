package dev.unroll.runtime.random;

/** The part of a random number's coordinates that a training run sets: its seed and its step. Shared by all lanes. */
public final class RandomKey {
    private long seed;
    private long step;

    public RandomKey() {}

    public RandomKey(long seed, long step) {
        set(seed, step);
    }

    public void set(long seed, long step) {
        this.seed = seed;
        this.step = step;
    }

    public long seed() {
        return seed;
    }

    public long step() {
        return step;
    }
}
