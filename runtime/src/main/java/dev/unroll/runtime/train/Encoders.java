package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The vocabularies of a model by name: fitted to the training part once, then never again, because weights learnt under some
 * ids mean nothing under others.
 */
public record Encoders(Map<String, Vocabulary> vocabularies) {
    public Encoders {
        vocabularies = Map.copyOf(vocabularies);
    }

    /** The specifications of a model's vocabularies by name, in the order in which ports name them. */
    public static Map<String, VocabularySpec> specs(ModelSignature signature) {
        Map<String, VocabularySpec> specs = new LinkedHashMap<>();
        for (ModelSignature.Port port : ports(signature)) {
            if (port.content() instanceof ModelSignature.Content.Tokens tokens) {
                specs.putIfAbsent(tokens.vocabulary().name(), tokens.vocabulary());
            }
        }
        return specs;
    }

    static List<ModelSignature.Port> ports(ModelSignature signature) {
        List<ModelSignature.Port> ports = new ArrayList<>(signature.inputs());
        ports.addAll(signature.outputs());
        return ports;
    }

    /** What is known before any training: the vocabularies with given tokens. */
    public static Encoders fixed(ModelSignature signature) {
        Map<String, Vocabulary> known = new LinkedHashMap<>();
        specs(signature).forEach((name, spec) -> {
            if (spec.isFixed()) {
                known.put(name, Vocabulary.of(spec, spec.fixed()));
            }
        });
        return new Encoders(known);
    }

    /** Whether every vocabulary of the model is known. */
    public boolean cover(ModelSignature signature) {
        return vocabularies.keySet().containsAll(specs(signature).keySet());
    }

    /**
     * Fits the vocabularies of a model on columns for training; several ports of one vocabulary count together.
     *
     * @param inputs one per input
     * @param targets one per output; none when the truth is made from the inputs
     */
    public static Encoders fit(ModelSignature signature, List<Column> inputs, List<Column> targets) {
        EncoderFit fit = new EncoderFit(signature);
        fit.add(inputs, targets);
        return fit.encoders();
    }

    /** The classes a stratified split goes by, which no vocabulary is needed for; empty for a model without. */
    public static Optional<Values> classes(ModelSignature signature, List<Column> targets) {
        OptionalInt output = targets.isEmpty() ? OptionalInt.empty() : Parts.classOutput(signature);
        return output.isEmpty()
                ? Optional.empty()
                : Optional.of(ColumnEncoding.column(
                        "output " + signature.outputs().get(output.getAsInt()).name(),
                        signature.outputs().get(output.getAsInt()),
                        Map.of(),
                        targets.get(output.getAsInt())));
    }

    /**
     * Requires one column per port, all of one number of examples.
     *
     * @throws dev.unroll.runtime.data.DataException otherwise
     */
    public static void require(ModelSignature signature, List<Column> inputs, List<Column> targets) {
        ColumnEncoding.requireCounts(signature, inputs, targets);
    }

    /** A model's inputs, and truth where it is given, as numbers. */
    public record Encoded(List<Values> inputs, List<Values> targets) {
        public Encoded {
            inputs = List.copyOf(inputs);
            targets = List.copyOf(targets);
        }
    }

    /**
     * Turns columns into numbers: ids for tokens, indices for labels, 1 and 0 for yes and no. A text longer than its axis is
     * refused or cut as its vocabulary says, and whatever has a row for each of its tokens is cut with it.
     *
     * @param inputs one per input
     * @param targets one per output, or none
     * @throws dev.unroll.runtime.data.DataException when a column does not fit its port; names port, example and step
     */
    public Encoded encode(ModelSignature signature, List<Column> inputs, List<Column> targets) {
        return ColumnEncoding.encode(signature, vocabularies, inputs, targets);
    }
}
