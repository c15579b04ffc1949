package dev.unroll.runtime.decode;

import java.util.ArrayList;
import java.util.List;

/** Searches for all inputs of a batch side by side: one step of the decoder serves every hypothesis that has not ended. */
public final class Decoding {
    private final NextTokens decoder;
    private final DecodeRules rules;
    private final List<Task> tasks;

    private Decoding(NextTokens decoder, DecodeRules rules, List<Task> tasks) {
        this.decoder = decoder;
        this.rules = rules;
        this.tasks = List.copyOf(tasks);
    }

    /**
     * The best outputs for each input, best first.
     *
     * @param tasks one per input
     * @throws IllegalArgumentException when a token of the rules or of a prefix is none of the decoder's
     */
    public static List<List<Hypothesis>> search(NextTokens decoder, DecodeRules rules, List<Task> tasks, Beam beam) {
        Decoding decoding = new Decoding(decoder, rules, tasks);
        Allowed allowed = new Allowed(rules, decoder.choices());
        List<Row> rows = new ArrayList<>();
        tasks.forEach(task -> rows.add(new BeamRow(task, allowed, beam, decoder.choices())));
        return decoding.run(rows);
    }

    /** One output drawn for each input; as {@link #search}. */
    public static List<Hypothesis> sample(NextTokens decoder, DecodeRules rules, List<Task> tasks, Sampling sampling) {
        return sample(decoder, rules, tasks, sampling, 0);
    }

    /** As above, for inputs of which the first is number {@code first} of all: draws depend on an input's number. */
    static List<Hypothesis> sample(
            NextTokens decoder, DecodeRules rules, List<Task> tasks, Sampling sampling, int first) {
        Decoding decoding = new Decoding(decoder, rules, tasks);
        Allowed allowed = new Allowed(rules, decoder.choices());
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < tasks.size(); row++) {
            rows.add(new SampledRow(tasks.get(row), allowed, sampling, decoder.choices(), first + row));
        }
        return decoding.run(rows).stream().map(found -> found.get(0)).toList();
    }

    /** The hypotheses of one input. */
    interface Row {
        /** Most that are ever live at once. */
        int most();

        /** How many hypotheses go on; 0 when the search is over. */
        int live();

        /**
         * Takes a step. For each hypothesis that is live now, writes its parent's number within the decoder's last step, and its token.
         *
         * @param first number of the first live hypothesis within the decoder's last step; the others follow
         * @param logs of what comes next; those of hypothesis number k begin at {@code k * choices}
         * @param next where to begin to write
         */
        void step(NextTokens decoder, int first, float[] logs, int[] parents, int[] tokens, int next);

        /** What was found, best first. */
        List<Hypothesis> found();
    }

    private List<List<Hypothesis>> run(List<Row> rows) {
        int choices = decoder.choices();
        check(choices);
        int most = rows.stream().mapToInt(Row::most).sum();
        int[] parents = new int[most];
        int[] tokens = new int[most];
        int[] nextParents = new int[most];
        int[] nextTokens = new int[most];
        int count = rows.size();
        for (int row = 0; row < count; row++) {
            parents[row] = row;
            tokens[row] = rules.start();
        }
        float[] logs = new float[0];
        while (count > 0) {
            if (logs.length < (long) count * choices) {
                logs = new float[Math.multiplyExact(count, choices)];
            }
            decoder.step(count, parents, tokens, logs);
            int before = 0;
            int next = 0;
            for (Row row : rows) {
                int own = row.live();
                if (own > 0) {
                    row.step(decoder, before, logs, nextParents, nextTokens, next);
                    before += own;
                    next += row.live();
                }
            }
            int[] swapped = parents;
            parents = nextParents;
            nextParents = swapped;
            swapped = tokens;
            tokens = nextTokens;
            nextTokens = swapped;
            count = next;
        }
        return rows.stream().map(Row::found).toList();
    }

    private void check(int choices) {
        List<Integer> named = new ArrayList<>(List.of(rules.start(), rules.end()));
        tasks.forEach(task -> named.addAll(task.prefix()));
        for (int token : named) {
            if (token < 0 || token >= choices) {
                throw new IllegalArgumentException("there is no token " + token + ", only 0 to " + (choices - 1));
            }
        }
        for (Task task : tasks) {
            if (task.prefix().contains(rules.end())) {
                throw new IllegalArgumentException("the given beginning " + task.prefix() + " has the token "
                        + rules.end() + ", which ends an output");
            }
        }
    }
}
