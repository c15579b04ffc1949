package dev.unroll.runtime.memory;

/**
 * The largest batch that working memory is laid out for.
 *
 * @see Frames#create
 */
public final class Capacity {
    private final int batch;
    private final int[] tokens;
    private final int[] steps;

    private Capacity(int batch, int[] tokens, int[] steps) {
        this.batch = batch;
        this.tokens = tokens;
        this.steps = steps;
        boolean fits = batch > 0 && tokens.length > 0 && tokens.length == steps.length;
        for (int axis = 0; fits && axis < tokens.length; axis++) {
            fits = tokens[axis] >= batch && steps[axis] > 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("capacity of " + this);
        }
    }

    /**
     * Of a batch with one axis.
     *
     * @param batch most examples
     * @param tokens most steps, summed over the examples
     * @param steps longest example
     * @throws IllegalArgumentException if one is not positive, or there are fewer tokens than examples
     */
    public static Capacity of(int batch, int tokens, int steps) {
        return new Capacity(batch, new int[] {tokens}, new int[] {steps});
    }

    /** Of a batch with several axes, each with its tokens and steps. */
    public static Capacity of(int batch, int[] tokens, int[] steps) {
        return new Capacity(batch, tokens.clone(), steps.clone());
    }

    /** Most examples. */
    public int batch() {
        return batch;
    }

    /** Number of axes. */
    public int axes() {
        return tokens.length;
    }

    /** Most steps of an axis, summed over the examples. */
    public int tokens(int axis) {
        return tokens[axis];
    }

    /** Longest example on an axis. */
    public int steps(int axis) {
        return steps[axis];
    }

    /** Most pairs of a step of {@code by} and a position of {@code axis} of the same example. */
    long pairs(int axis, int by) {
        return Math.min((long) tokens[by] * steps[axis], (long) tokens[axis] * steps[by]);
    }

    /** Whether a batch fits. */
    boolean holds(Packings packings) {
        boolean holds = packings.axes() == axes() && packings.batch() <= batch;
        for (int axis = 0; holds && axis < axes(); axis++) {
            Packing packing = packings.axis(axis);
            holds = packing.tokens() <= tokens[axis] && packing.steps() <= steps[axis];
        }
        return holds;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(batch + " sequences");
        for (int axis = 0; axis < tokens.length; axis++) {
            text.append(axis == 0 ? ", " : "; ").append(steps[axis]).append(" steps, ");
            text.append(tokens[axis]).append(" tokens");
        }
        return text.toString();
    }
}
