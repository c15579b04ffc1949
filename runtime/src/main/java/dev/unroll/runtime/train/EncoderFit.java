package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.text.TokenCounts;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fits the vocabularies of a model on columns that come in portions; several ports of one vocabulary count together. */
final class EncoderFit {
    private final ModelSignature signature;
    private final Map<String, VocabularySpec> specs;
    private final Map<String, TokenCounts> counts = new LinkedHashMap<>();

    EncoderFit(ModelSignature signature) {
        this.signature = signature;
        this.specs = Encoders.specs(signature);
        specs.forEach((name, spec) -> {
            if (!spec.isFixed()) {
                counts.put(name, new TokenCounts(spec));
            }
        });
    }

    /**
     * Adds examples for training.
     *
     * @param inputs one per input
     * @param targets one per output; none when the truth is made from the inputs
     */
    void add(List<Column> inputs, List<Column> targets) {
        ColumnEncoding.requireCounts(signature, inputs, targets);
        List<ModelSignature.Port> ports = Encoders.ports(signature);
        List<Column> columns = new ArrayList<>(inputs);
        columns.addAll(targets);
        for (int p = 0; p < columns.size(); p++) {
            if (ports.get(p).content() instanceof ModelSignature.Content.Tokens tokens) {
                VocabularySpec spec = specs.get(tokens.vocabulary().name());
                List<List<String>> texts = ColumnEncoding.tokens(ports.get(p), spec, columns.get(p));
                if (!spec.isFixed()) {
                    texts.forEach(counts.get(spec.name())::add);
                }
            }
        }
    }

    /** The vocabularies of all that was added; those with given tokens as they are. */
    Encoders encoders() {
        Map<String, Vocabulary> fitted = new LinkedHashMap<>();
        specs.forEach((name, spec) -> fitted.put(
                name,
                spec.isFixed()
                        ? Vocabulary.of(spec, spec.fixed())
                        : counts.get(name).vocabulary()));
        return new Encoders(fitted);
    }
}
