package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the columns of a model's ports into numbers. */
final class ColumnEncoding {
    private ColumnEncoding() {}

    /** One column per port, all of one number of examples. */
    static void requireCounts(ModelSignature signature, List<Column> inputs, List<Column> targets) {
        if (inputs.size() != signature.inputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.inputs().size() + " inputs, but " + inputs.size() + " are given");
        }
        if (!targets.isEmpty() && targets.size() != signature.outputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.outputs().size() + " outputs, but truth is given for " + targets.size());
        }
        for (int p = 0; p < inputs.size() + targets.size(); p++) {
            boolean input = p < inputs.size();
            Column column = input ? inputs.get(p) : targets.get(p - inputs.size());
            if (column.size() != inputs.get(0).size()) {
                Port port =
                        input ? signature.inputs().get(p) : signature.outputs().get(p - inputs.size());
                throw new DataException((input ? "input " : "output ") + port.name() + " has " + column.size()
                        + " examples, but the first input has " + inputs.get(0).size());
            }
        }
    }

    static Encoders.Encoded encode(
            ModelSignature signature, Map<String, Vocabulary> vocabularies, List<Column> inputs, List<Column> targets) {
        requireCounts(signature, inputs, targets);
        List<Port> ports = new ArrayList<>(signature.inputs());
        ports.addAll(signature.outputs().subList(0, targets.size()));
        List<Values> values = new ArrayList<>();
        for (int p = 0; p < ports.size(); p++) {
            boolean input = p < inputs.size();
            values.add(column(
                    (input ? "input " : "output ") + ports.get(p).name(),
                    ports.get(p),
                    vocabularies,
                    input ? inputs.get(p) : targets.get(p - inputs.size())));
        }
        cut(ports, values);
        return new Encoders.Encoded(values.subList(0, inputs.size()), values.subList(inputs.size(), values.size()));
    }

    /** Cuts texts that are too long, and everything that has a row for each of their tokens. */
    private static void cut(List<Port> ports, List<Values> values) {
        for (int p = 0; p < ports.size(); p++) {
            Port port = ports.get(p);
            boolean limited =
                    port.axis().kind() == Axis.Kind.BOUNDED || port.axis().kind() == Axis.Kind.FIXED;
            if (!limited
                    || !(port.content() instanceof Content.Tokens tokens)
                    || tokens.vocabulary().tooLong() == TooLong.REFUSE) {
                continue;
            }
            int most = port.axis().steps();
            Values texts = values.get(p);
            int[] before = new int[texts.examples()];
            for (int k = 0; k < before.length; k++) {
                before[k] = texts.length(k);
            }
            boolean last = tokens.vocabulary().tooLong() == TooLong.KEEP_LAST;
            for (int q = 0; q < ports.size(); q++) {
                if (ports.get(q).axis().equals(port.axis()) && values.get(q).isSequence()) {
                    values.set(q, cut(values.get(q), before, most, last));
                }
            }
        }
    }

    /** Leaves examples alone that never had as many rows as the text has tokens: they are refused later, with both numbers. */
    private static Values cut(Values values, int[] before, int most, boolean last) {
        int[] first = new int[values.examples()];
        int[] steps = new int[values.examples()];
        for (int k = 0; k < first.length; k++) {
            boolean cut = k < before.length && before[k] > most && values.length(k) == before[k];
            steps[k] = cut ? most : values.length(k);
            first[k] = cut && last ? before[k] - most : 0;
        }
        return values.steps(first, steps);
    }

    /** One port's column; only tokens need a vocabulary. */
    static Values column(String name, Port port, Map<String, Vocabulary> vocabularies, Column column) {
        if (column instanceof Column.Numbers numbers) {
            return numbers.values();
        }
        if (port.content() instanceof Content.Tokens tokens) {
            Vocabulary vocabulary = vocabularies.get(tokens.vocabulary().name());
            return ids(name, port, vocabulary, tokens(port, vocabulary.spec(), column));
        }
        if (port.content() instanceof Content.Label label && column instanceof Column.Labels labels) {
            return indices(name, port, label.labels(), labels.labels());
        }
        if (port.content() instanceof Content.Label label && column instanceof Column.LabelSequences labels) {
            float[][] rows = new float[labels.size()][];
            for (int k = 0; k < rows.length; k++) {
                List<String> example = labels.labels().get(k);
                rows[k] = new float[example.size()];
                for (int t = 0; t < rows[k].length; t++) {
                    rows[k][t] = index(name + ", example " + k + ", step " + t, label.labels(), example.get(t));
                }
            }
            return Values.sequences(rows);
        }
        if (port.content() instanceof Content.Probability && column instanceof Column.Flags flags) {
            float[] numbers = new float[flags.size()];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = flags.flags().get(k) ? 1 : 0;
            }
            return Values.numbers(numbers);
        }
        if (port.content() instanceof Content.Probability && column instanceof Column.FlagSequences flags) {
            float[][] rows = new float[flags.size()][];
            for (int k = 0; k < rows.length; k++) {
                boolean[] example = flags.flags().get(k);
                rows[k] = new float[example.length];
                for (int t = 0; t < example.length; t++) {
                    rows[k][t] = example[t] ? 1 : 0;
                }
            }
            return Values.sequences(rows);
        }
        throw new DataException(name + " is declared " + port + ", but " + kind(column) + " are given");
    }

    private static Values indices(String name, Port port, LabelSet set, List<String> labels) {
        if (port.isSequence()) {
            throw new DataException(name + " is declared " + port + ", but one label per example is given");
        }
        float[] numbers = new float[labels.size()];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = index(name + ", example " + k, set, labels.get(k));
        }
        return Values.numbers(numbers);
    }

    private static int index(String place, LabelSet set, String label) {
        try {
            return set.index(label);
        } catch (DataException e) {
            throw new DataException(place + ": " + e.getMessage(), e);
        }
    }

    private static Values ids(String name, Port port, Vocabulary vocabulary, List<List<String>> texts) {
        float[][] rows = new float[texts.size()][];
        for (int k = 0; k < rows.length; k++) {
            if (texts.get(k).isEmpty() && vocabulary.spec().empty() == EmptyText.REFUSE) {
                throw new DataException(
                        name + ", example " + k + " has no token; a sequence needs at least one (empty = "
                                + "unknown in vocabulary " + vocabulary.spec().name() + " takes such texts)");
            }
            int[] ids = vocabulary.encode(texts.get(k));
            rows[k] = new float[ids.length];
            for (int t = 0; t < ids.length; t++) {
                rows[k][t] = ids[t];
            }
        }
        if (port.isSequence()) {
            return Values.sequences(rows);
        }
        float[] numbers = new float[rows.length];
        for (int k = 0; k < rows.length; k++) {
            if (rows[k].length != 1) {
                throw new DataException(
                        name + ", example " + k + " has " + rows[k].length + " tokens; it is declared " + port);
            }
            numbers[k] = rows[k][0];
        }
        return Values.numbers(numbers);
    }

    /** The tokens of a column; those given as numbers need no vocabulary to be fitted on them. */
    static List<List<String>> tokens(Port port, VocabularySpec spec, Column column) {
        if (column instanceof Column.Texts texts && spec.tokenizer() != Tokenizer.GIVEN) {
            return texts.texts().stream().map(spec::tokenize).toList();
        }
        if (column instanceof Column.Tokens tokens) {
            return tokens.tokens();
        }
        if (column instanceof Column.Numbers) {
            return List.of();
        }
        throw new DataException(port + ": "
                + (column instanceof Column.Texts
                        ? "vocabulary " + spec.name() + " says tokens = given; pass a list of tokens per example"
                        : kind(column) + " are given, not texts"));
    }

    private static String kind(Column column) {
        if (column instanceof Column.Numbers) {
            return "numbers";
        }
        if (column instanceof Column.Texts || column instanceof Column.Tokens) {
            return "texts";
        }
        if (column instanceof Column.Labels || column instanceof Column.LabelSequences) {
            return "labels";
        }
        return "yes and no";
    }
}
