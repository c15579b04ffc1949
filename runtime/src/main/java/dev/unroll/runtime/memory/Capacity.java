package dev.unroll.runtime.memory;

import java.util.Arrays;

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

    /** The same for each of a number of axes. */
    public static Capacity each(int axes, int batch, int tokens, int steps) {
        int[] tokensOfEach = new int[axes];
        int[] stepsOfEach = new int[axes];
        Arrays.fill(tokensOfEach, tokens);
        Arrays.fill(stepsOfEach, steps);
        return new Capacity(batch, tokensOfEach, stepsOfEach);
    }

    /** What a batch needs. */
    public static Capacity of(Packings packings) {
        int[] tokens = new int[packings.axes()];
        int[] steps = new int[packings.axes()];
        for (int axis = 0; axis < tokens.length; axis++) {
            tokens[axis] = packings.axis(axis).tokens();
            steps[axis] = packings.axis(axis).steps();
        }
        return new Capacity(packings.batch(), tokens, steps);
    }

    /** Of a batch with several axes, each with its tokens and steps. */
    public static Capacity of(int batch, int[] tokens, int[] steps) {
        return new Capacity(batch, tokens.clone(), steps.clone());
    }

    /**
     * This one, if it has one axis.
     *
     * @throws IllegalArgumentException otherwise
     */
    public Capacity requireOne() {
        if (axes() != 1) {
            throw new IllegalArgumentException("a capacity for " + axes() + " axes, and the model has one");
        }
        return this;
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

    /** Whether every batch fits that fits into another. */
    public boolean holds(Capacity other) {
        boolean holds = other.axes() == axes() && other.batch <= batch;
        for (int axis = 0; holds && axis < axes(); axis++) {
            holds = other.tokens[axis] <= tokens[axis] && other.steps[axis] <= steps[axis];
        }
        return holds;
    }

    /**
     * One that holds what either holds.
     *
     * @throws IllegalArgumentException when they have different numbers of axes
     */
    public Capacity with(Capacity other) {
        if (other.axes() != axes()) {
            throw new IllegalArgumentException(this + " and " + other + " have different axes");
        }
        int[] mostTokens = new int[tokens.length];
        int[] mostSteps = new int[steps.length];
        Arrays.setAll(mostTokens, axis -> Math.max(tokens[axis], other.tokens[axis]));
        Arrays.setAll(mostSteps, axis -> Math.max(steps[axis], other.steps[axis]));
        return new Capacity(Math.max(batch, other.batch), mostTokens, mostSteps);
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
