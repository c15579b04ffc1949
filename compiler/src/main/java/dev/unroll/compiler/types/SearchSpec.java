package dev.unroll.compiler.types;

import java.util.Optional;

/**
 * What a {@code decode} block says.
 *
 * @param beam of a search; exactly one of beam and sample is there
 * @param sample of drawing
 * @param noRepeat no output has the same run of this many tokens twice; 0 for any
 * @param unknown whether outputs may have the token that stands for all unknown ones
 */
public record SearchSpec(
        Optional<Beam> beam, Optional<Sample> sample, Limit limit, int minLength, int noRepeat, boolean unknown) {
    /** Greedy search, which is a beam of one, and at most twice as many tokens as {@code input} has, and 10. */
    static SearchSpec standard(String input) {
        Limit limit = input.isEmpty() ? new Limit(0, "", 100) : new Limit(2, input, 10);
        return new SearchSpec(Optional.of(new Beam(1, 0, 0, 1)), Optional.empty(), limit, 0, 0, false);
    }

    /**
     * Beam search.
     *
     * @param lengthPenalty alpha of Wu et al. 2016
     * @param coveragePenalty beta of Wu et al. 2016
     * @param best how many outputs are given
     */
    public record Beam(int width, double lengthPenalty, double coveragePenalty, int best) {}

    /**
     * Drawing token after token.
     *
     * @param topK 0 for all
     * @param topP 1 for all
     */
    public record Sample(double temperature, int topK, double topP, long seed) {}

    /** At most {@code perStep * length(input) + more} tokens; no input where the length of none counts. */
    public record Limit(double perStep, String input, int more) {}
}
