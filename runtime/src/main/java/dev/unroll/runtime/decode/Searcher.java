package dev.unroll.runtime.decode;

import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds outputs of a model's decoder for any number of inputs, some at a time. What is found for an input does not depend on the
 * others. Keeps its working memory. One thread at a time.
 */
public final class Searcher implements AutoCloseable {
    /** Hypotheses computed together. */
    private static final int ROWS = 128;

    /** Probabilities computed together: 16 MiB. */
    private static final int NUMBERS = 1 << 22;

    private final ModelSignature signature;
    private final StepDecoder decoder;

    /** For a program with a decoder. */
    public Searcher(ModelProgram program) {
        this.signature = program.signature();
        this.decoder = new StepDecoder(program);
    }

    /**
     * The outputs for each scaled example, best first: as many as a beam gives, or one that is drawn.
     *
     * @param prefix ids that every output begins with
     * @throws IllegalArgumentException when the specification names no input or attention of the model, asks for a coverage penalty
     *     without an attention, or the prefix is longer than the limit
     */
    public List<List<Hypothesis>> search(Examples scaled, DecodeSpec spec, List<Integer> prefix) {
        int attention = attention(spec);
        int together = Math.max(1, Math.min(ROWS, NUMBERS / decoder.choices()) / spec.width());
        List<List<Hypothesis>> all = new ArrayList<>();
        for (int from = 0; from < scaled.size(); from += together) {
            int count = Math.min(together, scaled.size() - from);
            decoder.begin(scaled, from, count, spec.width(), attention);
            List<Task> tasks = new ArrayList<>();
            for (int k = from; k < from + count; k++) {
                tasks.add(new Task(limit(scaled, k, spec), prefix));
            }
            if (spec.beam().isPresent()) {
                all.addAll(
                        Decoding.search(decoder, rules(spec), tasks, spec.beam().get()));
            } else {
                Sampling sampling = spec.sampling().orElseThrow();
                Decoding.sample(decoder, rules(spec), tasks, sampling, from).forEach(found -> all.add(List.of(found)));
            }
        }
        return all;
    }

    /** The number of the attention that a specification is about; -1 for a decoder without. */
    private int attention(DecodeSpec spec) {
        List<String> known = signature.decoder().orElseThrow().attentions().stream()
                .map(ModelSignature.Attention::name)
                .toList();
        int place = spec.attention().map(known::indexOf).orElse(known.isEmpty() ? -1 : 0);
        if (spec.attention().isPresent() && place < 0) {
            throw new IllegalArgumentException("the decoder of " + signature.model() + " has no attention named "
                    + spec.attention().get() + (known.isEmpty() ? "" : ", only " + known));
        }
        if (place < 0 && spec.beam().map(Beam::coveragePenalty).orElse(0.0) > 0) {
            throw new IllegalArgumentException("a coverage penalty counts the weights of an attention with a name, and"
                    + " the decoder of " + signature.model() + " has none");
        }
        return place;
    }

    private static DecodeRules rules(DecodeSpec spec) {
        return new DecodeRules(
                Vocabulary.BOUNDARY,
                Vocabulary.BOUNDARY,
                spec.unknown() ? Set.of() : Set.of(Vocabulary.UNKNOWN),
                spec.minLength(),
                spec.noRepeat());
    }

    private int limit(Examples examples, int example, DecodeSpec spec) {
        String of = spec.limit().input();
        int steps = of.isEmpty()
                ? 0
                : examples.length(signature.axis(signature.inputs().get(signature.input(of))), example);
        return spec.limit().tokens(steps);
    }

    /** An output in words. */
    public static Decoded decoded(Hypothesis found, Vocabulary vocabulary) {
        List<String> tokens = found.tokens().stream().map(vocabulary::token).toList();
        String between = vocabulary.spec().tokenizer() == Tokenizer.CHARACTERS ? "" : " ";
        return new Decoded(
                String.join(between, tokens),
                tokens,
                found.logProbability(),
                found.score(),
                found.ended(),
                found.attention());
    }

    /** Native memory held. */
    public long bytes() {
        return decoder.bytes();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
