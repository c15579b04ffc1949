package dev.unroll.runtime.train;

/** Says what a decoder reads in training where it is not the truth: tokens that it gave itself. */
public interface OwnTokens extends AutoCloseable {
    /** Makes one for a program. */
    interface Source {
        /**
         * For a program with a decoder.
         *
         * @param seed of what is drawn
         */
        OwnTokens of(ModelProgram program, long seed);
    }

    /**
     * What the decoder is to read before each token of a batch, by example and step: the first is the boundary token.
     *
     * @param batch scaled examples with truth
     * @param forced how probable it is that a token is the true one
     * @param step number of the training step; what is drawn is a pure function of it, the seed, the batch and the weights
     */
    int[][] draw(Examples batch, double forced, long step);

    @Override
    void close();
}
