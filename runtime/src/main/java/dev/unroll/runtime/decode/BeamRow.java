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

    /** A token that a hypothesis may go on with. */
    private record Candidate(int parent, int token, double total, double log) {}

    int width() {
        return beam.width();
    }

    @Override
    public List<Node> live() {
        return live;
    }

    @Override
    public void step(float[] logs, int from, List<float[]> attention, List<Integer> parents) {
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < live.size(); k++) {
            collect(k, logs, from + k * choices, candidates);
        }
        // of equally probable ones the first hypothesis and the smallest token come first: the sort is stable
        candidates.sort(Comparator.comparingDouble((Candidate candidate) -> -candidate.total()));
        int places = beam.width() - done.size();
        List<Node> next = new ArrayList<>();
        for (Candidate candidate : candidates.subList(0, Math.min(Math.max(places, 0), candidates.size()))) {
            boolean end = candidate.token() == rules.end();
            Node node = live.get(candidate.parent())
                    .then(candidate.token(), candidate.log(), end, attention.get(candidate.parent()));
            if (end || node.length() == task.limit()) {
                done.add(node);
            } else {
                next.add(node);
                parents.add(candidate.parent());
            }
        }
        if (candidates.isEmpty()) {
            // the rules leave nothing to go on with: what there is, is the output
            done.addAll(live);
        }
        live = next;
        if (isDecided()) {
            live = List.of();
            parents.clear();
        }
    }

    private void collect(int k, float[] logs, int from, List<Candidate> candidates) {
        Node node = live.get(k);
        if (node.length() < task.prefix().size()) {
            int given = task.prefix().get(node.length());
            double log = logs[from + given];
            candidates.add(new Candidate(k, given, node.logProbability() + log, log));
            return;
        }
        for (int token = 0; token < choices; token++) {
            double log = logs[from + token];
            if (log > Double.NEGATIVE_INFINITY && rules.allow(node, token)) {
                candidates.add(new Candidate(k, token, node.logProbability() + log, log));
            }
        }
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
