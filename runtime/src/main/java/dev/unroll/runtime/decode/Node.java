package dev.unroll.runtime.decode;

/** A hypothesis: one token more than its parent. */
final class Node {
    private final Node parent;
    private final int token;
    private final int length;
    private final double logProbability;
    private final boolean ended;
    private final float[] attention;
    private final float[] coverage;

    private Node(
            Node parent,
            int token,
            int length,
            double logProbability,
            boolean ended,
            float[] attention,
            float[] coverage) {
        this.parent = parent;
        this.token = token;
        this.length = length;
        this.logProbability = logProbability;
        this.ended = ended;
        this.attention = attention;
        this.coverage = coverage;
    }

    /** No tokens yet. */
    static Node root() {
        return new Node(null, -1, 0, 0, false, new float[0], new float[0]);
    }

    /**
     * One more token, or the end.
     *
     * @param attention weights with which it was chosen
     */
    Node then(int next, double log, boolean end, float[] attention) {
        float[] sum = coverage.length == 0 ? attention.clone() : coverage.clone();
        for (int i = 0; coverage.length > 0 && i < sum.length; i++) {
            sum[i] += attention[i];
        }
        return new Node(this, next, end ? length : length + 1, logProbability + log, end, attention, sum);
    }

    /** Tokens, the end not counted. */
    int length() {
        return length;
    }

    int token() {
        return token;
    }

    double logProbability() {
        return logProbability;
    }

    boolean ended() {
        return ended;
    }

    /** What all steps together have given to each position of the input; the end's step included. */
    float[] coverage() {
        return coverage;
    }

    /** Whether {@code next} would complete a run of {@code size} tokens that is there already. */
    boolean wouldRepeat(int next, int size) {
        if (length < size) {
            return false;
        }
        int[] tokens = tokens();
        for (int from = 0; from + size <= length; from++) {
            boolean same = tokens[from + size - 1] == next;
            for (int i = 0; same && i < size - 1; i++) {
                same = tokens[from + i] == tokens[length - size + 1 + i];
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    int[] tokens() {
        int[] tokens = new int[length];
        for (Node node = this; node.parent != null; node = node.parent) {
            if (!node.ended) {
                tokens[node.length - 1] = node.token;
            }
        }
        return tokens;
    }

    /** One row of weights per token. */
    float[][] attention() {
        float[][] rows = new float[length][];
        for (Node node = this; node.parent != null; node = node.parent) {
            if (!node.ended) {
                rows[node.length - 1] = node.attention;
            }
        }
        return rows;
    }
}
