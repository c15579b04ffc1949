package dev.unroll.runtime.decode;

/** A hypothesis: one token more than its parent. */
final class Node {
    private final Node parent;
    private final int token;
    private final int length;
    private final double logProbability;
    private final boolean ended;
    private final float[] attention;

    private Node(Node parent, int token, int length, double logProbability, boolean ended, float[] attention) {
        this.parent = parent;
        this.token = token;
        this.length = length;
        this.logProbability = logProbability;
        this.ended = ended;
        this.attention = attention;
    }

    /** No tokens yet. */
    static Node root() {
        return new Node(null, -1, 0, 0, false, new float[0]);
    }

    /**
     * One more token, or the end.
     *
     * @param attention weights with which it was chosen; kept, not copied
     */
    Node then(int next, double log, boolean end, float[] attention) {
        return new Node(this, next, end ? length : length + 1, logProbability + log, end, attention);
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
    double[] coverage() {
        double[] sum = new double[attention.length];
        for (Node node = this; node.parent != null; node = node.parent) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += node.attention[i];
            }
        }
        return sum;
    }

    /** Whether {@code next} would complete a run of {@code size} tokens that is there already. */
    boolean wouldRepeat(int next, int size) {
        for (Node last = this; last.length >= size; last = last.parent) {
            if (last.token == next && sameBefore(last, size - 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the {@code count} tokens before {@code last} are those that end here. */
    private boolean sameBefore(Node last, int count) {
        Node before = last.parent;
        Node own = this;
        for (int i = 0; i < count; i++) {
            if (before.token != own.token) {
                return false;
            }
            before = before.parent;
            own = own.parent;
        }
        return true;
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
