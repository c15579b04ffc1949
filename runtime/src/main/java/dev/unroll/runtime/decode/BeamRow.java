package dev.unroll.runtime.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The beam of one input. A step makes nothing but the hypotheses that it keeps, and their rows of attention. */
final class BeamRow implements Decoding.Row {
    private final Task task;
    private final Allowed allowed;
    private final Beam beam;
    private final int choices;
    private final Candidates candidates;
    private final List<Done> done = new ArrayList<>(); // best first
    private final float[][] attention; // of the last step's hypotheses, where it was asked for
    private Node[] live;
    private Node[] next;
    private int count = 1;

    BeamRow(Task task, Allowed allowed, Beam beam, int choices) {
        this.task = task;
        this.allowed = allowed;
        this.beam = beam;
        this.choices = choices;
        this.candidates = new Candidates(beam.width());
        this.attention = new float[beam.width()][];
        this.live = new Node[beam.width()];
        this.next = new Node[beam.width()];
        live[0] = Node.root();
    }

    /** A hypothesis that does not go on. */
    private record Done(Node node, double score) {}

    @Override
    public int most() {
        return beam.width();
    }

    @Override
    public int live() {
        return count;
    }

    @Override
    public void step(NextTokens decoder, int first, float[] logs, int[] parents, int[] tokens, int from) {
        candidates.clear(beam.width() - done.size());
        boolean any = false;
        for (int k = 0; k < count; k++) {
            any |= offer(k, logs, (first + k) * choices);
        }
        Arrays.fill(attention, null);
        int kept = 0;
        for (int c = 0; c < candidates.count(); c++) {
            int parent = candidates.parent(c);
            if (attention[parent] == null) {
                attention[parent] = decoder.attention(first + parent);
            }
            int token = candidates.token(c);
            boolean end = allowed.isEnd(token);
            Node node = live[parent].then(token, candidates.log(c), end, attention[parent]);
            if (end || node.length() == task.limit()) {
                finish(node);
            } else {
                parents[from + kept] = first + parent;
                tokens[from + kept] = token;
                next[kept++] = node;
            }
        }
        for (int k = 0; !any && k < count; k++) {
            // the rules leave nothing to go on with: what there is, is the output
            finish(live[k]);
        }
        Node[] before = live;
        live = next;
        next = before;
        count = kept;
        if (isDecided()) {
            count = 0;
        }
    }

    /** Offers every token that may follow hypothesis {@code k}; false if there is none. */
    private boolean offer(int k, float[] logs, int from) {
        Node node = live[k];
        if (node.length() < task.prefix().size()) {
            int given = task.prefix().get(node.length());
            double log = logs[from + given];
            candidates.offer(k, given, node.logProbability() + log, log);
            return true;
        }
        boolean any = false;
        for (int token = 0; token < choices; token++) {
            double log = logs[from + token];
            double total = node.logProbability() + log;
            // rules take longer to ask than the place among the best
            if (log > Double.NEGATIVE_INFINITY && (!any || candidates.takes(total)) && allowed.follows(node, token)) {
                candidates.offer(k, token, total, log);
                any = true;
            }
        }
        return any;
    }

    /** Of equal scores, what came first stays first. */
    private void finish(Node node) {
        double score = beam.score(node);
        int at = done.size();
        while (at > 0 && done.get(at - 1).score() < score) {
            at--;
        }
        done.add(at, new Done(node, score));
    }

    /** Whether no hypothesis that goes on can come among the best any more. */
    private boolean isDecided() {
        if (done.size() < beam.best()) {
            return false;
        }
        double worst = done.get(beam.best() - 1).score();
        for (int k = 0; k < count; k++) {
            if (beam.bound(live[k], task.limit()) > worst) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Hypothesis> found() {
        return done.stream()
                .limit(beam.best())
                .map(found -> Hypothesis.of(found.node(), found.score()))
                .toList();
    }
}
