package dev.unroll.runtime.decode;

/**
 * A decoder as a search sees it: what may come next, for any number of hypotheses at once. A hypothesis is known by its number within
 * the last step; its state is the decoder's business.
 */
public interface NextTokens {
    /** How many tokens there are to choose from. */
    int choices();

    /**
     * Goes one step further. Hypothesis k goes on from hypothesis {@code parents[k]} of the step before with {@code tokens[k]}; at the
     * first step, from the input of row {@code parents[k]}. The same parent may occur any number of times, or not at all.
     *
     * @param count how many hypotheses; the arrays may be longer
     * @param logs takes the natural logarithms of the probabilities of what comes next, {@code [count][choices]} row by row
     */
    void step(int count, int[] parents, int[] tokens, float[] logs);

    /** How the last step weighed the positions of a hypothesis' input, for the caller to keep; empty for a decoder that does not attend. */
    default float[] attention(int hypothesis) {
        return new float[0];
    }
}
