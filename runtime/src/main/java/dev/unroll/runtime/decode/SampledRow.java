package dev.unroll.runtime.decode;

import java.util.List;

/** The one hypothesis that is drawn for an input. */
final class SampledRow implements Decoding.Row {
    private final Task task;
    private final Allowed allowed;
    private final Sampling sampling;
    private final int choices;
    private final int row;
    private final Ranking ranking;
    private double best;
    private Node node = Node.root();
    private boolean over;
    private int steps;

    SampledRow(Task task, Allowed allowed, Sampling sampling, int choices, int row) {
        this.task = task;
        this.allowed = allowed;
        this.sampling = sampling;
        this.choices = choices;
        this.row = row;
        this.ranking = new Ranking(choices);
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public int live() {
        return over ? 0 : 1;
    }

    @Override
    public void step(NextTokens decoder, int first, float[] logs, int[] parents, int[] tokens, int next) {
        int from = first * choices;
        int token = node.length() < task.prefix().size() ? task.prefix().get(node.length()) : draw(logs, from);
        if (token < 0) {
            over = true;
            return;
        }
        boolean end = allowed.isEnd(token);
        node = node.then(token, logs[from + token], end, decoder.attention(first));
        over = end || node.length() == task.limit();
        if (!over) {
            parents[next] = first;
            tokens[next] = token;
        }
    }

    /** A token, or -1 when the rules leave none. */
    private int draw(float[] logs, int from) {
        ranking.clear();
        for (int token = 0; token < choices; token++) {
            if (logs[from + token] > Float.NEGATIVE_INFINITY && allowed.follows(node, token)) {
                ranking.add(token, logs[from + token]);
            }
        }
        if (ranking.size() == 0) {
            return -1;
        }
        ranking.arrange();
        best = logs[from + ranking.token(0)];
        int among = sampling.topK() == 0 ? ranking.size() : Math.min(ranking.size(), sampling.topK());
        double all = 0;
        for (int i = 0; i < among; i++) {
            all += weight(logs, from, among == ranking.size() ? ranking.any(i) : ranking.token(i));
        }
        int kept = 0;
        double nucleus = 0;
        if (sampling.topP() == 1) {
            kept = among;
            nucleus = all;
        }
        while (kept < among && (kept == 0 || nucleus < sampling.topP() * all)) {
            nucleus += weight(logs, from, ranking.token(kept++));
        }
        double drawn = sampling.draw(row, steps++) * nucleus;
        for (int i = 0; i < kept; i++) {
            drawn -= weight(logs, from, ranking.token(i));
            if (drawn < 0) {
                return ranking.token(i);
            }
        }
        return ranking.token(kept - 1);
    }

    /** The probability at the temperature, as a multiple of that of the most probable token. */
    private double weight(float[] logs, int from, int token) {
        return Math.exp((logs[from + token] - best) / sampling.temperature());
    }

    @Override
    public List<Hypothesis> found() {
        return List.of(Hypothesis.of(node, node.logProbability()));
    }
}
