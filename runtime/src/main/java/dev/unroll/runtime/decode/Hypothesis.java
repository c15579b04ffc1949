package dev.unroll.runtime.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * An output that a search came to.
 *
 * @param tokens without start and end
 * @param logProbability natural logarithm of the probability of these tokens, and of the end if it came
 * @param score what the search ranks by; the log-probability where there is no penalty
 * @param ended whether the decoder ended it; else the limit did
 * @param attention one row of weights over the input's positions per token; rows are empty without attention
 */
public record Hypothesis(
        List<Integer> tokens, double logProbability, double score, boolean ended, List<List<Float>> attention) {
    public Hypothesis {
        tokens = List.copyOf(tokens);
        attention = attention.stream().map(List::copyOf).toList();
    }

    static Hypothesis of(Node node, double score) {
        List<Integer> tokens = new ArrayList<>();
        for (int token : node.tokens()) {
            tokens.add(token);
        }
        List<List<Float>> attention = new ArrayList<>();
        for (float[] row : node.attention()) {
            List<Float> weights = new ArrayList<>();
            for (float weight : row) {
                weights.add(weight);
            }
            attention.add(weights);
        }
        return new Hypothesis(tokens, node.logProbability(), score, node.ended(), attention);
    }
}
