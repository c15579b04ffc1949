package dev.unroll.runtime.decode;

/** The most probable ways to go on, best first; of equally probable ones the first hypothesis and the smallest token come first. */
final class Candidates {
    private final int[] parents;
    private final int[] tokens;
    private final double[] totals;
    private final double[] logs;
    private int places;
    private int count;

    /**
     * Room for candidates.
     *
     * @param most that are ever kept
     */
    Candidates(int most) {
        parents = new int[most];
        tokens = new int[most];
        totals = new double[most];
        logs = new double[most];
    }

    /** Begins anew, to keep so many. */
    void clear(int keep) {
        places = keep;
        count = 0;
    }

    /** Whether one of so much would be kept. */
    boolean takes(double total) {
        return count < places || (count > 0 && total > totals[count - 1]);
    }

    /**
     * Keeps a candidate if it is among the best. They are offered in the order of hypotheses and tokens.
     *
     * @param total log-probability of the hypothesis with this token
     * @param log that of the token alone
     */
    void offer(int parent, int token, double total, double log) {
        if (!takes(total)) {
            return;
        }
        if (count == places) {
            count--;
        }
        int at = count++;
        for (; at > 0 && totals[at - 1] < total; at--) {
            parents[at] = parents[at - 1];
            tokens[at] = tokens[at - 1];
            totals[at] = totals[at - 1];
            logs[at] = logs[at - 1];
        }
        parents[at] = parent;
        tokens[at] = token;
        totals[at] = total;
        logs[at] = log;
    }

    int count() {
        return count;
    }

    int parent(int candidate) {
        return parents[candidate];
    }

    int token(int candidate) {
        return tokens[candidate];
    }

    double log(int candidate) {
        return logs[candidate];
    }
}
