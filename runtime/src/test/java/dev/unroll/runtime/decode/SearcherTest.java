package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.decode.DecodeSpec.Limit;
import dev.unroll.runtime.train.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Searches by the programs of a decoder, against the same decoder computed for one example alone. */
class SearcherTest {
    private static final Limit LIMIT = new Limit(1, "source", 4);
    private static final DecodeSpec GREEDY = DecodeSpec.greedy(LIMIT);
    private static final List<DecodeSpec> WAYS = List.of(
            GREEDY,
            GREEDY.with(new Beam(4, 0.6, 0, 4)),
            GREEDY.with(new Beam(3, 0, 0.5, 3)).withMinLength(2).withNoRepeat(2),
            GREEDY.with(new Beam(5, 0.3, 0.5, 2)).withAttention("far").withUnknown(true),
            GREEDY.with(new Sampling(1.2, 4, 0.95, 3)));

    private final HandDecoder program = new HandDecoder();
    private final float[][] sources;
    private final float[][] hints;

    SearcherTest() {
        Random random = new Random(8);
        sources = texts(random);
        hints = texts(random);
    }

    private static float[][] texts(Random random) {
        float[][] texts = new float[150][];
        for (int k = 0; k < texts.length; k++) {
            texts[k] = new float[1 + random.nextInt(6)];
            for (int t = 0; t < texts[k].length; t++) {
                texts[k][t] = 1 + random.nextInt(HandDecoder.CHOICES - 1);
            }
        }
        return texts;
    }

    private Examples examples() {
        return Examples.of(program.signature(), List.of(Values.sequences(sources), Values.sequences(hints)));
    }

    private List<List<Hypothesis>> search(Examples examples, DecodeSpec spec, Integer... prefix) {
        try (Searcher searcher = new Searcher(program)) {
            return searcher.search(examples, spec, List.of(prefix));
        }
    }

    /** The log-probability of an output, step by step, and the weights with which its tokens were chosen. */
    private double logProbability(
            int example, List<Integer> tokens, boolean ended, boolean far, List<List<Float>> attention) {
        HandDecoder.Encoded of = HandDecoder.encoded(sources[example], hints[example]);
        float[] state = of.state;
        double sum = 0;
        int previous = 0;
        for (int t = 0; t < tokens.size() + (ended ? 1 : 0); t++) {
            HandDecoder.After after = HandDecoder.after(of, state, previous);
            previous = t < tokens.size() ? tokens.get(t) : 0;
            sum += after.logs[previous];
            state = after.state;
            List<Float> row = new ArrayList<>();
            for (float weight : far ? after.far : after.near) {
                row.add(weight);
            }
            attention.add(row);
        }
        return sum;
    }

    @Test
    void whatIsFoundIsWhatTheDecoderSays() {
        for (DecodeSpec way : WAYS) {
            List<List<Hypothesis>> found = search(examples(), way);
            assertThat(found).hasSize(150);
            for (int k = 0; k < found.size(); k++) {
                for (Hypothesis one : found.get(k)) {
                    List<List<Float>> weights = new ArrayList<>();
                    double log = logProbability(
                            k, one.tokens(), one.ended(), way.attention().isPresent(), weights);
                    assertThat(one.logProbability()).isCloseTo(log, within(1e-9));
                    assertThat(one.attention())
                            .isEqualTo(weights.subList(0, one.tokens().size()));
                    assertThat(one.score()).isCloseTo(score(way, one, log, weights), within(1e-6));
                    assertThat(one.tokens()).hasSizeLessThanOrEqualTo(sources[k].length + 4);
                    assertThat(one.ended() || one.tokens().size() == sources[k].length + 4)
                            .isTrue();
                    if (!way.unknown()) {
                        assertThat(one.tokens()).doesNotContain(1);
                    }
                }
            }
        }
    }

    /** The equation, from the weights of all steps. */
    private static double score(DecodeSpec way, Hypothesis one, double log, List<List<Float>> weights) {
        if (way.beam().isEmpty()) {
            return log;
        }
        Beam beam = way.beam().get();
        double covered = 0;
        for (int i = 0; i < weights.get(0).size(); i++) {
            double sum = 0;
            for (List<Float> row : weights) {
                sum += row.get(i);
            }
            covered += Math.log(Math.min(sum, 1));
        }
        return log / Math.pow((5.0 + one.tokens().size()) / 6, beam.lengthPenalty()) + beam.coveragePenalty() * covered;
    }

    @Test
    void greedyTakesTheMostProbableToken() {
        List<List<Hypothesis>> found = search(examples(), GREEDY);
        for (int k = 0; k < found.size(); k++) {
            HandDecoder.Encoded of = HandDecoder.encoded(sources[k], hints[k]);
            List<Integer> tokens = new ArrayList<>();
            float[] state = of.state;
            int token = 0;
            do {
                HandDecoder.After after = HandDecoder.after(of, state, token);
                state = after.state;
                token = 0;
                // 1 is unknown, which no output has
                for (int other = 2; other < HandDecoder.CHOICES; other++) {
                    token = after.logs[other] > after.logs[token] ? other : token;
                }
                if (token > 0) {
                    tokens.add(token);
                }
            } while (token > 0 && tokens.size() < LIMIT.tokens(sources[k].length));
            assertThat(found.get(k).get(0).tokens()).isEqualTo(tokens);
        }
        assertThat(search(examples(), GREEDY.with(Beam.of(1)))).isEqualTo(found);
    }

    @Test
    void anExampleAloneGivesTheSame() {
        Examples all = examples();
        for (DecodeSpec way : WAYS.subList(0, 4)) {
            List<List<Hypothesis>> together = search(all, way);
            for (int k = 0; k < 150; k += 7) {
                assertThat(search(all.slice(k, k + 1), way).get(0)).isEqualTo(together.get(k));
            }
        }
        assertThat(search(all.slice(0, 40), WAYS.get(4)))
                .as("draws are those of an example's place")
                .isEqualTo(search(all, WAYS.get(4)).subList(0, 40));
    }

    @Test
    void workingMemoryIsKept() {
        try (Searcher searcher = new Searcher(program)) {
            List<List<Hypothesis>> first = searcher.search(examples(), WAYS.get(1), List.of());
            int runs = program.stepRuns;
            assertThat(searcher.search(examples().slice(3, 9), GREEDY, List.of()))
                    .hasSize(6);
            assertThat(searcher.search(examples(), WAYS.get(1), List.of())).isEqualTo(first);
            assertThat(program.stepRuns).isEqualTo(runs);
        }
    }

    @Test
    void beginningsAreForced() {
        for (DecodeSpec way : WAYS) {
            for (List<Hypothesis> found : search(examples(), way.with(Limit.of(6)), 4, 4, 2)) {
                assertThat(found).isNotEmpty().allSatisfy(one -> assertThat(one.tokens())
                        .startsWith(4, 4, 2)
                        .hasSizeLessThanOrEqualTo(6));
            }
        }
        assertThatThrownBy(() -> search(examples(), GREEDY.with(Limit.of(2)), 4, 4, 2))
                .hasMessageContaining("a limit of 2 tokens, with 3 given ones");
    }

    @Test
    void coverageChangesWhatIsBest() {
        Beam plain = new Beam(5, 0, 0, 1);
        Beam covering = new Beam(5, 0, 5, 1);
        List<List<Hypothesis>> without = search(examples(), GREEDY.with(plain));
        List<List<Hypothesis>> near = search(examples(), GREEDY.with(covering));
        List<List<Hypothesis>> far = search(examples(), GREEDY.with(covering).withAttention("far"));
        assertThat(near).isNotEqualTo(without);
        assertThat(far.stream().map(found -> found.get(0).tokens()))
                .isNotEqualTo(near.stream().map(found -> found.get(0).tokens()).toList());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> search(examples(), GREEDY.withAttention("context")))
                .hasMessage("the decoder of Hand has no attention named context, only [near, far]");
        assertThatThrownBy(() -> search(examples(), GREEDY.with(new Limit(2, "sauce", 1))))
                .hasMessageContaining("no input named sauce");
    }
}
