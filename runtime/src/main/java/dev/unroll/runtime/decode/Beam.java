package dev.unroll.runtime.decode;

/**
 * Beam search: at every step the most probable hypotheses are kept. One that ends keeps its place among them, so that a width of 1 is
 * greedy search. At the end they are ranked by Wu et al. (2016), equation 14:
 *
 * <pre>
 *   score(Y) = log P(Y) / lp(Y) + cp(Y)
 *   lp(Y) = ((5 + |Y|) / 6)^alpha
 *   cp(Y) = beta * sum over positions i of log(min(sum over steps j of weight[j][i], 1))
 * </pre>
 *
 * A position that nothing was ever given to counts as the smallest weight there is, so that scores stay finite and can be compared.
 *
 * @param width hypotheses kept for each input
 * @param lengthPenalty alpha, at least 0; 0 for none
 * @param coveragePenalty beta, at least 0; 0 for none
 * @param best how many outputs are given for each input, at most the width
 */
public record Beam(int width, double lengthPenalty, double coveragePenalty, int best) {
    private static final double LEAST = Float.MIN_NORMAL;
    private static final double[] NONE = {};

    public Beam {
        if (width < 1 || best < 1 || best > width) {
            throw new IllegalArgumentException("the " + best + " best of " + width + " hypotheses");
        }
        if (!(lengthPenalty >= 0 && coveragePenalty >= 0)) {
            throw new IllegalArgumentException("penalties of " + lengthPenalty + " and " + coveragePenalty);
        }
    }

    /** The most probable token at every step. */
    public static Beam greedy() {
        return new Beam(1, 0, 0, 1);
    }

    /** A beam that ranks by probability alone and gives the best. */
    public static Beam of(int width) {
        return new Beam(width, 0, 0, 1);
    }

    double score(Node node) {
        double length = Math.pow((5.0 + node.length()) / 6, lengthPenalty);
        double covered = 0;
        for (double sum : coveragePenalty == 0 ? NONE : node.coverage()) {
            covered += Math.log(Math.max(LEAST, Math.min(sum, 1)));
        }
        return node.logProbability() / length + coveragePenalty * covered;
    }

    /** The most that {@code node} can still reach: log-probabilities only fall with further steps, and no coverage penalty is above 0. */
    double bound(Node node, int limit) {
        return node.logProbability() / Math.pow((5.0 + limit) / 6, lengthPenalty);
    }
}
