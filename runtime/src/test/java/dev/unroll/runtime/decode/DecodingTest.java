package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class DecodingTest {
    private static final int START = 0;
    private static final int END = 1;
    private static final DecodeRules RULES = DecodeRules.of(START, END).withBanned(Set.of(START));

    private static List<Task> tasks(int rows, int limit) {
        return Collections.nCopies(rows, Task.of(limit));
    }

    /** Every output there can be: its tokens with the log-probability, the end's included where it comes before the limit. */
    private static List<Hypothesis> exhaustive(
            RandomDecoder decoder, DecodeRules rules, int input, int limit, Beam beam) {
        List<Hypothesis> all = new ArrayList<>();
        expand(decoder, rules, List.of(input, START), Node.root(), limit, beam, all);
        all.sort(Comparator.comparingDouble((Hypothesis found) -> -found.score()));
        return all;
    }

    private static void expand(
            RandomDecoder decoder,
            DecodeRules rules,
            List<Integer> history,
            Node node,
            int limit,
            Beam beam,
            List<Hypothesis> all) {
        float[] logs = decoder.logs(history);
        for (int token = 0; token < logs.length; token++) {
            if (!new Allowed(rules, logs.length).follows(node, token)) {
                continue;
            }
            Node next = node.then(token, logs[token], token == rules.end(), new float[0]);
            if (next.ended() || next.length() == limit) {
                all.add(Hypothesis.of(next, beam.score(next)));
            } else {
                List<Integer> longer = new ArrayList<>(history);
                longer.add(token);
                expand(decoder, rules, longer, next, limit, beam, all);
            }
        }
    }

    @Test
    void aBeamAsWideAsTheSpaceFindsTheBest() {
        for (double alpha : new double[] {0, 0.6, 1.5}) {
            Beam beam = new Beam(4000, alpha, 0, 5);
            for (int input = 0; input < 20; input++) {
                RandomDecoder decoder = new RandomDecoder(5, 0, input);
                List<Hypothesis> best =
                        Decoding.search(decoder, RULES, tasks(1, 5), beam).get(0);
                List<Hypothesis> all = exhaustive(decoder, RULES, input, 5, beam);
                assertThat(best).hasSize(5);
                for (int i = 0; i < 5; i++) {
                    assertThat(best.get(i).score()).isCloseTo(all.get(i).score(), within(1e-9));
                    assertThat(best.get(i).tokens()).isEqualTo(all.get(i).tokens());
                }
            }
        }
    }

    @Test
    void aWidthOfOneIsGreedy() {
        for (int input = 0; input < 30; input++) {
            RandomDecoder decoder = new RandomDecoder(6, 0, input);
            Hypothesis found = Decoding.search(decoder, RULES, tasks(1, 8), new Beam(1, 0.7, 0, 1))
                    .get(0)
                    .get(0);
            List<Integer> history = new ArrayList<>(List.of(input, START));
            List<Integer> greedy = new ArrayList<>();
            double sum = 0;
            int token = -1;
            while (greedy.size() < 8) {
                float[] logs = decoder.logs(history);
                token = END;
                for (int next = 2; next < 6; next++) {
                    token = logs[next] > logs[token] ? next : token;
                }
                sum += logs[token];
                if (token == END) {
                    break;
                }
                greedy.add(token);
                history.add(token);
            }
            assertThat(found.tokens()).isEqualTo(greedy);
            assertThat(found.logProbability()).isCloseTo(sum, within(1e-9));
            assertThat(found.ended()).isEqualTo(token == END);
        }
    }

    @Test
    void whatARowGivesDoesNotDependOnTheBatch() {
        int[] inputs = {3, 1, 4, 1, 5, 9, 2, 6};
        List<Task> tasks = new ArrayList<>();
        for (int row = 0; row < inputs.length; row++) {
            tasks.add(Task.of(2 + row));
        }
        Beam beam = new Beam(4, 0.6, 0.2, 3);
        Sampling sampling = new Sampling(0.9, 4, 0.9, 11);
        List<List<Hypothesis>> together = Decoding.search(new RandomDecoder(7, 3, inputs), RULES, tasks, beam);
        List<Hypothesis> drawn = Decoding.sample(new RandomDecoder(7, 3, inputs), RULES, tasks, sampling);
        for (int row = 0; row < inputs.length; row++) {
            RandomDecoder alone = new RandomDecoder(7, 3, inputs[row]);
            assertThat(Decoding.search(alone, RULES, tasks.subList(row, row + 1), beam)
                            .get(0))
                    .isEqualTo(together.get(row));
        }
        assertThat(Decoding.sample(new RandomDecoder(7, 3, 3, 1, 4), RULES, tasks.subList(0, 3), sampling))
                .isEqualTo(drawn.subList(0, 3));
    }

    @Test
    void theLogProbabilityIsTheSumOfTheSteps() {
        int[] inputs = {0, 1, 2, 3, 4, 5};
        RandomDecoder decoder = new RandomDecoder(6, 2, inputs);
        List<List<Hypothesis>> all =
                new ArrayList<>(Decoding.search(decoder, RULES, tasks(6, 7), new Beam(3, 1, 0.3, 3)));
        Decoding.sample(new RandomDecoder(6, 2, inputs), RULES, tasks(6, 7), new Sampling(1, 0, 1, 4))
                .forEach(found -> all.add(List.of(found)));
        for (int i = 0; i < all.size(); i++) {
            for (Hypothesis found : all.get(i)) {
                List<Integer> history = new ArrayList<>(List.of(inputs[i % 6], START));
                double sum = 0;
                for (int token : found.tokens()) {
                    sum += decoder.logs(history)[token];
                    history.add(token);
                }
                sum += found.ended() ? decoder.logs(history)[END] : 0;
                assertThat(found.logProbability()).isCloseTo(sum, within(1e-9));
                assertThat(found.attention()).hasSize(found.tokens().size());
            }
        }
    }

    @Test
    void penaltiesAreThoseOfTheEquation() {
        Node node = Node.root()
                .then(4, -1.5, false, new float[] {0.5f, 0.25f, 0.25f})
                .then(3, -0.5, false, new float[] {0.5f, 0.5f, 0})
                .then(END, -1, true, new float[] {0.5f, 0, 0.5f});
        double length = Math.pow(7.0 / 6, 0.8);
        double covered = Math.log(1) + 2 * Math.log(0.75);
        assertThat(new Beam(2, 0.8, 0.4, 1).score(node)).isCloseTo(-3 / length + 0.4 * covered, within(1e-9));
        assertThat(Beam.of(3).score(node)).isEqualTo(-3);
    }

    /** With masks a position can have no weight at all; its logarithm would make all scores equal. */
    @Test
    void positionsWithoutWeightLeaveScoresComparable() {
        Beam beam = new Beam(2, 0, 0.1, 1);
        Node good = Node.root().then(4, -1, true, new float[] {1, 0});
        Node bad = Node.root().then(4, -2, true, new float[] {1, 0});
        assertThat(beam.score(good)).isFinite().isGreaterThan(beam.score(bad));
    }

    /** A step makes a node and weights for each hypothesis kept, and what is found of them: a byte for each of 5,000 tokens would show. */
    @Test
    void stepsAllocateNoMoreThanTheirResults() {
        int choices = 5000;
        NextTokens flat = new NextTokens() {
            @Override
            public int choices() {
                return choices;
            }

            @Override
            public void step(int count, int[] parents, int[] tokens, float[] logs) {
                for (int i = 0; i < count * choices; i++) {
                    logs[i] = -8 - 0.001f * ((i * 31 + tokens[i / choices]) % 97);
                }
            }
        };
        DecodeRules rules = DecodeRules.of(0, 0).withMinLength(1000).withNoRepeat(2);
        Sampling sampling = new Sampling(1, 0, 0.9, 3);
        for (int rows : new int[] {1, 3}) {
            assertThat(perStep(limit -> Decoding.search(flat, rules, tasks(rows, limit), Beam.of(4))))
                    .isLessThan(rows * 1000.0);
            assertThat(perStep(limit -> Decoding.sample(flat, rules, tasks(rows, limit), sampling)))
                    .isLessThan(rows * 1000.0);
        }
    }

    /** Bytes for each step beyond the first ones. */
    private static double perStep(IntConsumer search) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        search.accept(40);
        long[] bytes = new long[3];
        for (int i = 0; i < 3; i++) {
            bytes[i] = threads.getCurrentThreadAllocatedBytes();
            search.accept(i == 0 ? 20 : 120);
        }
        return ((bytes[2] - bytes[1]) - (bytes[1] - bytes[0])) / 100.0;
    }

    @Test
    void rulesAreKept() {
        int[] inputs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        DecodeRules rules = RULES.withMinLength(4).withNoRepeat(2);
        Beam beam = new Beam(3, 0, 0, 3);
        List<Hypothesis> all = new ArrayList<>();
        Decoding.search(new RandomDecoder(5, 0, inputs), rules, tasks(10, 12), beam)
                .forEach(all::addAll);
        all.addAll(Decoding.sample(new RandomDecoder(5, 0, inputs), rules, tasks(10, 12), new Sampling(1.5, 0, 1, 2)));
        assertThat(all).hasSize(40);
        for (Hypothesis found : all) {
            assertThat(found.tokens()).hasSizeBetween(4, 12).doesNotContain(START, END);
            Set<List<Integer>> pairs = new HashSet<>();
            for (int i = 0; i + 1 < found.tokens().size(); i++) {
                assertThat(pairs.add(found.tokens().subList(i, i + 2))).isTrue();
            }
        }
    }

    /** Three tokens have nine pairs: no output is longer than ten tokens, and the search ends although the end is not allowed yet. */
    @Test
    void aSearchEndsWhenTheRulesLeaveNothing() {
        DecodeRules rules = RULES.withMinLength(50).withNoRepeat(2);
        List<Hypothesis> found = Decoding.search(new RandomDecoder(5, 0, 1), rules, tasks(1, 60), Beam.of(2))
                .get(0);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).ended()).isFalse();
        assertThat(found.get(0).tokens()).hasSizeLessThanOrEqualTo(10);
        Hypothesis drawn = Decoding.sample(new RandomDecoder(5, 0, 1), rules, tasks(1, 60), new Sampling(1, 0, 1, 1))
                .get(0);
        assertThat(drawn.ended()).isFalse();
    }

    @Test
    void givenBeginningsAreKeptAndCounted() {
        RandomDecoder decoder = new RandomDecoder(6, 0, 8, 8);
        List<Task> tasks = List.of(new Task(6, List.of(5, 3)), new Task(2, List.of(4, 4)));
        List<List<Hypothesis>> found = Decoding.search(decoder, RULES, tasks, Beam.of(3));
        assertThat(found.get(0).get(0).tokens()).startsWith(5, 3);
        assertThat(found.get(1).get(0).tokens()).containsExactly(4, 4);
        double log = (double) decoder.logs(List.of(8, START))[4] + decoder.logs(List.of(8, START, 4))[4];
        assertThat(found.get(1).get(0).logProbability()).isCloseTo(log, within(1e-9));
        assertThat(Decoding.sample(new RandomDecoder(6, 0, 8, 8), RULES, tasks, new Sampling(1, 0, 1, 1))
                        .get(0)
                        .tokens())
                .startsWith(5, 3);
    }

    /** One step, drawn for many rows of one input: shares are those of the tempered, cut and normalised probabilities. */
    @Test
    void drawsFollowTheProbabilities() {
        int rows = 20_000;
        RandomDecoder one = new RandomDecoder(6, 0, new int[rows]);
        float[] logs = one.logs(List.of(0, START));
        for (Sampling sampling : List.of(
                new Sampling(1, 0, 1, 5),
                new Sampling(0.5, 0, 1, 6),
                new Sampling(1, 2, 1, 7),
                new Sampling(1, 0, 0.6, 8))) {
            List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5));
            order.sort(Comparator.comparingDouble((Integer token) -> -logs[token]));
            double[] expected = new double[6];
            double all = 0;
            for (int token : order) {
                all += Math.exp(logs[token] / sampling.temperature());
            }
            double sum = 0;
            int kept = 0;
            for (int token : order) {
                boolean in =
                        (sampling.topK() == 0 || kept < sampling.topK()) && (kept == 0 || sum < sampling.topP() * all);
                if (in) {
                    expected[token] = Math.exp(logs[token] / sampling.temperature());
                    sum += expected[token];
                    kept++;
                }
            }
            int[] counts = new int[6];
            for (Hypothesis found :
                    Decoding.sample(new RandomDecoder(6, 0, new int[rows]), RULES, tasks(rows, 1), sampling)) {
                counts[found.tokens().isEmpty() ? END : found.tokens().get(0)]++;
            }
            for (int token = 0; token < 6; token++) {
                double share = expected[token] / sum;
                // five standard errors
                double error = 5 * Math.sqrt(share * (1 - share) / rows);
                assertThat((double) counts[token] / rows).isCloseTo(share, within(error + 1e-12));
            }
        }
    }

    @Test
    void nonsenseIsRefused() {
        RandomDecoder decoder = new RandomDecoder(4, 0, 1);
        assertThatThrownBy(() -> Decoding.search(decoder, RULES, List.of(new Task(3, List.of(7))), Beam.greedy()))
                .hasMessageContaining("no token 7, only 0 to 3");
        assertThatThrownBy(() -> Decoding.search(decoder, RULES, List.of(new Task(3, List.of(END))), Beam.greedy()))
                .hasMessageContaining("ends an output");
        assertThatThrownBy(() -> new Task(1, List.of(2, 3))).hasMessageContaining("limit of 1");
        assertThatThrownBy(() -> new Beam(2, 0, 0, 3)).hasMessageContaining("3 best of 2");
        assertThatThrownBy(() -> new Sampling(0, 0, 1, 1)).hasMessageContaining("temperature 0");
        assertThatThrownBy(() -> RULES.withBanned(Set.of(END))).hasMessageContaining("banned");
    }
}
