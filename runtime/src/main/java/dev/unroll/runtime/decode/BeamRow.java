package dev.unroll.runtime.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The beam of one input. */
final class BeamRow implements Decoding.Row {
    private final Task task;
    private final DecodeRules rules;
    private final Beam beam;
    private final int choices;
    private final List<Node> done = new ArrayList<>();
    private List<Node> live = List.of(Node.root());

    BeamRow(Task task, DecodeRules rules, Beam beam, int choices) {
        this.task = task;
        this.rules = rules;
        this.beam = beam;
        this.choices = choices;
    }

    /** The most probable ways to go on, best first; of equally probable ones the first hypothesis and the smallest token come first. */
    private static final class Candidates {
        private final int[] parents;
        private final int[] tokens;
        private final double[] totals;
        private final double[] logs;
        private int count;

        Candidates(int most) {
            parents = new int[most];
            tokens = new int[most];
            totals = new double[most];
            logs = new double[most];
        }

        void offer(int parent, int token, double total, double log) {
            if (count == totals.length) {
                if (count == 0 || total <= totals[count - 1]) {
                    return;
                }
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
    }

    @Override
    public int most() {
        return beam.width();
    }

    @Override
    public List<Node> live() {
        return live;
    }

    @Override
    public void step(float[] logs, int from, List<float[]> attention, List<Integer> parents) {
        Candidates candidates = new Candidates(Math.max(beam.width() - done.size(), 0));
        boolean any = false;
        for (int k = 0; k < live.size(); k++) {
            any |= offer(k, logs, from + k * choices, candidates);
        }
        List<Node> next = new ArrayList<>();
        for (int c = 0; c < candidates.count; c++) {
            int parent = candidates.parents[c];
            boolean end = candidates.tokens[c] == rules.end();
            Node node = live.get(parent).then(candidates.tokens[c], candidates.logs[c], end, attention.get(parent));
            if (end || node.length() == task.limit()) {
                done.add(node);
            } else {
                next.add(node);
                parents.add(parent);
            }
        }
        if (!any) {
            // the rules leave nothing to go on with: what there is, is the output
            done.addAll(live);
        }
        live = next;
        if (isDecided()) {
            live = List.of();
            parents.clear();
        }
    }

    /** Offers every token that may follow hypothesis {@code k}; false if there is none. */
    private boolean offer(int k, float[] logs, int from, Candidates candidates) {
        Node node = live.get(k);
        if (node.length() < task.prefix().size()) {
            int given = task.prefix().get(node.length());
            double log = logs[from + given];
            candidates.offer(k, given, node.logProbability() + log, log);
            return true;
        }
        boolean any = false;
        for (int token = 0; token < choices; token++) {
            double log = logs[from + token];
            if (log > Double.NEGATIVE_INFINITY && rules.allow(node, token)) {
                candidates.offer(k, token, node.logProbability() + log, log);
                any = true;
            }
        }
        return any;
    }

    /** Whether no hypothesis that goes on can come among the best any more. */
    private boolean isDecided() {
        if (done.size() < beam.best()) {
            return false;
        }
        double worst = done.stream()
                .map(beam::score)
                .sorted(Comparator.reverseOrder())
                .skip(beam.best() - 1L)
                .findFirst()
                .orElseThrow();
        return live.stream().allMatch(node -> beam.bound(node, task.limit()) <= worst);
    }

    @Override
    public List<Hypothesis> found() {
        return done.stream()
                .map(node -> Hypothesis.of(node, beam.score(node)))
                .sorted(Comparator.comparingDouble((Hypothesis found) -> -found.score()))
                .limit(beam.best())
                .toList();
    }
}
