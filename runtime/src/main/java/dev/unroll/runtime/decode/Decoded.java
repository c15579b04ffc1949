package dev.unroll.runtime.decode;

import java.util.List;

/**
 * An output that a search came to.
 *
 * @param text the tokens joined: characters as they are, others by blanks
 * @param tokens without the boundary
 * @param logProbability natural logarithm of the probability of these tokens, and of the end if it came
 * @param score what the search ranks by; the log-probability where there is no penalty
 * @param ended whether the decoder ended it; else the limit did
 * @param attention for each token the weights of the input's positions; rows are empty without attention
 */
public record Decoded(
        String text,
        List<String> tokens,
        double logProbability,
        double score,
        boolean ended,
        List<List<Float>> attention) {
    public Decoded {
        tokens = List.copyOf(tokens);
        attention = attention.stream().map(List::copyOf).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
