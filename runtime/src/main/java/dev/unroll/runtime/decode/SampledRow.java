package dev.unroll.runtime.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The one hypothesis that is drawn for an input. */
final class SampledRow implements Decoding.Row {
    private final Task task;
    private final DecodeRules rules;
    private final Sampling sampling;
    private final int choices;
    private final int row;
    private Node node = Node.root();
    private boolean over;
    private int steps;

    SampledRow(Task task, DecodeRules rules, Sampling sampling, int choices, int row) {
        this.task = task;
        this.rules = rules;
        this.sampling = sampling;
        this.choices = choices;
        this.row = row;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public List<Node> live() {
        return over ? List.of() : List.of(node);
    }

    @Override
    public void step(float[] logs, int from, List<float[]> attention, List<Integer> parents) {
        int token = node.length() < task.prefix().size() ? task.prefix().get(node.length()) : draw(logs, from);
        if (token < 0) {
            over = true;
            return;
        }
        boolean end = token == rules.end();
        node = node.then(token, logs[from + token], end, attention.get(0));
        over = end || node.length() == task.limit();
        if (!over) {
            parents.add(0);
        }
    }

    /** A token, or -1 when the rules leave none. */
    private int draw(float[] logs, int from) {
        int[] possible = IntStream.range(0, choices)
                .filter(token -> logs[from + token] > Float.NEGATIVE_INFINITY && rules.allow(node, token))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -logs[from + token]))
                .limit(sampling.topK() == 0 ? choices : sampling.topK())
                .mapToInt(Integer::intValue)
                .toArray();
        if (possible.length == 0) {
            return -1;
        }
        double most = logs[from + possible[0]];
        double[] weights = Arrays.stream(possible)
                .mapToDouble(token -> Math.exp((logs[from + token] - most) / sampling.temperature()))
                .toArray();
        double all = Arrays.stream(weights).sum();
        int kept = 0;
        double sum = 0;
        while (kept < weights.length && (kept == 0 || sum < sampling.topP() * all)) {
            sum += weights[kept++];
        }
        double drawn = sampling.draw(row, steps++) * sum;
        for (int i = 0; i < kept; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return possible[i];
            }
        }
        return possible[kept - 1];
    }

    @Override
    public List<Hypothesis> found() {
        return List.of(Hypothesis.of(node, node.logProbability()));
    }
}
