package dev.unroll.runtime.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One input or output for any number of examples, as the caller has it: numbers, texts, labels, or yes and no. Immutable. */
public sealed interface Column {
    /** How many examples. */
    int size();

    /** Some examples, in this order. */
    Column select(int[] examples);

    /** Examples {@code from} (inclusive) to {@code to} (exclusive). */
    default Column slice(int from, int to) {
        return select(IntStream.range(from, to).toArray());
    }

    /** Numbers, or ids and indices that are known already. */
    record Numbers(Values values) implements Column {
        @Override
        public int size() {
            return values.examples();
        }

        @Override
        public Column select(int[] examples) {
            return new Numbers(values.select(examples));
        }
    }

    /** One text per example, to be cut into tokens. */
    record Texts(List<String> texts) implements Column {
        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public int size() {
            return texts.size();
        }

        @Override
        public Column select(int[] examples) {
            return new Texts(pick(texts, examples));
        }
    }

    /** The tokens of each example. */
    record Tokens(List<List<String>> tokens) implements Column {
        public Tokens {
            tokens = copyOf(tokens);
        }

        @Override
        public int size() {
            return tokens.size();
        }

        @Override
        public Column select(int[] examples) {
            return new Tokens(pick(tokens, examples));
        }
    }

    /** One label per example. */
    record Labels(List<String> labels) implements Column {
        public Labels {
            labels = List.copyOf(labels);
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public Column select(int[] examples) {
            return new Labels(pick(labels, examples));
        }
    }

    /** One label per step of each example. */
    record LabelSequences(List<List<String>> labels) implements Column {
        public LabelSequences {
            labels = copyOf(labels);
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public Column select(int[] examples) {
            return new LabelSequences(pick(labels, examples));
        }
    }

    /** Yes or no per example. */
    record Flags(List<Boolean> flags) implements Column {
        public Flags {
            flags = List.copyOf(flags);
        }

        @Override
        public int size() {
            return flags.size();
        }

        @Override
        public Column select(int[] examples) {
            return new Flags(pick(flags, examples));
        }
    }

    /** Yes or no per step of each example. */
    record FlagSequences(List<boolean[]> flags) implements Column {
        public FlagSequences {
            flags = flags.stream().map(boolean[]::clone).toList();
        }

        @Override
        public int size() {
            return flags.size();
        }

        @Override
        public Column select(int[] examples) {
            return new FlagSequences(pick(flags, examples));
        }
    }

    /**
     * Examples as sequences of one step: a row becomes the only step, a text the only token. For one step of a session.
     *
     * @throws IllegalStateException for sequences, which have steps already
     */
    default Column asSteps() {
        if (this instanceof Numbers numbers && !numbers.values().isSequence()) {
            return new Numbers(numbers.values().asSteps());
        }
        if (this instanceof Texts texts) {
            return new Tokens(texts.texts().stream().map(List::of).toList());
        }
        if (this instanceof Labels labels) {
            return new LabelSequences(labels.labels().stream().map(List::of).toList());
        }
        if (this instanceof Flags flags) {
            return new FlagSequences(
                    flags.flags().stream().map(flag -> new boolean[] {flag}).toList());
        }
        throw new IllegalStateException("these are sequences already");
    }

    /** Numbers, or ids and indices that are known already. */
    static Column numbers(Values values) {
        return new Numbers(values);
    }

    /** One text per example. */
    static Column texts(List<String> texts) {
        return new Texts(texts);
    }

    /** The tokens of each example. */
    static Column tokens(List<List<String>> tokens) {
        return new Tokens(tokens);
    }

    /** One label per example. */
    static Column labels(List<String> labels) {
        return new Labels(labels);
    }

    /** One label per step of each example. */
    static Column labelSequences(List<List<String>> labels) {
        return new LabelSequences(labels);
    }

    /** Yes or no per example. */
    static Column flags(List<Boolean> flags) {
        return new Flags(flags);
    }

    /** Yes or no per step of each example. */
    static Column flagSequences(List<boolean[]> flags) {
        return new FlagSequences(flags);
    }

    private static <T> List<T> pick(List<T> all, int[] examples) {
        List<T> picked = new ArrayList<>(examples.length);
        for (int example : examples) {
            picked.add(all.get(example));
        }
        return picked;
    }

    private static List<List<String>> copyOf(List<List<String>> lists) {
        return lists.stream().map(List::copyOf).toList();
    }
}
