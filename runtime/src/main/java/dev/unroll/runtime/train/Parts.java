package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.random.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which examples are for training, for validation and for the test, as a {@link Split} says; each part in ascending order. */
public final class Parts {
    /** Keeps these random numbers apart from those that shuffle epochs and from dropout's. */
    private static final int STREAM = -2;

    private final int[] training;
    private final int[] validation;
    private final int[] test;

    private Parts(int[] training, int[] validation, int[] test) {
        this.training = training;
        this.validation = validation;
        this.test = test;
    }

    /**
     * Divides examples.
     *
     * @param split empty for all in the training part
     * @param classes for a stratified split: the class of each example, a whole number
     * @throws DataException when no example is left for training
     */
    public static Parts of(Optional<Split> split, int examples, long seed, Optional<Values> classes) {
        if (split.isEmpty()) {
            return new Parts(IntStream.range(0, examples).toArray(), new int[0], new int[0]).requireTraining(examples);
        }
        int train = split.get().trainingExamples(examples);
        int validate = split.get().validationExamples(examples);
        int test = split.get().testExamples(examples);
        int[] order = new int[examples];
        Parts parts =
                switch (split.get().kind()) {
                    case CHRONOLOGICAL -> {
                        Arrays.setAll(order, k -> k);
                        yield cut(order, train, validate, test);
                    }
                    case RANDOM -> {
                        CounterRandom.permutation(order, seed, 0, STREAM);
                        yield cut(order, train, validate, test);
                    }
                    case STRATIFIED -> {
                        CounterRandom.permutation(order, seed, 0, STREAM);
                        yield stratified(order, train, validate, test, classes);
                    }
                };
        return parts.requireTraining(examples);
    }

    private static Parts cut(int[] order, int train, int validate, int test) {
        return new Parts(
                sorted(order, 0, train),
                sorted(order, train, train + validate),
                sorted(order, train + validate, train + validate + test));
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }

    private static Parts stratified(int[] order, int train, int validate, int test, Optional<Values> classes) {
        Values known = classes.orElseThrow(
                () -> new DataException("a stratified split needs an output of labels or a probability per example"));
        // By class, so that its examples lie together; within a class in the random order.
        Map<Integer, IntStream.Builder> members = new TreeMap<>();
        for (int example : order) {
            members.computeIfAbsent(Math.round(known.number(example)), c -> IntStream.builder())
                    .add(example);
        }
        int[][] rest = members.values().stream()
                .map(builder -> builder.build().toArray())
                .toArray(int[][]::new);
        int[] sizes = Arrays.stream(rest).mapToInt(member -> member.length).toArray();
        return new Parts(
                take(rest, sizes, order.length, train),
                take(rest, sizes, order.length, validate),
                take(rest, sizes, order.length, test));
    }

    /** Takes {@code count} examples out of {@code rest}, from each class its share; the largest remainders are rounded up. */
    private static int[] take(int[][] rest, int[] sizes, int examples, int count) {
        int[] taken = new int[rest.length];
        int left = count;
        for (int c = 0; c < rest.length; c++) {
            taken[c] = Math.min(rest[c].length, (int) ((long) count * sizes[c] / examples));
            left -= taken[c];
        }
        while (left > 0) {
            int most = -1;
            double missing = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < rest.length; c++) {
                double lack = (double) count * sizes[c] / examples - taken[c];
                if (taken[c] < rest[c].length && lack > missing) {
                    most = c;
                    missing = lack;
                }
            }
            taken[most]++;
            left--;
        }
        int[] part = new int[count];
        int at = 0;
        for (int c = 0; c < rest.length; c++) {
            System.arraycopy(rest[c], 0, part, at, taken[c]);
            at += taken[c];
            rest[c] = Arrays.copyOfRange(rest[c], taken[c], rest[c].length);
        }
        Arrays.sort(part);
        return part;
    }

    private Parts requireTraining(int examples) {
        if (training.length == 0) {
            throw new DataException("only " + examples + " examples: none is left for training after the split");
        }
        return this;
    }

    /** The output whose classes a stratified split keeps in proportion: the first label or probability per example. */
    public static OptionalInt classOutput(ModelSignature signature) {
        return IntStream.range(0, signature.outputs().size())
                .filter(o -> {
                    ModelSignature.Port port = signature.outputs().get(o);
                    return !port.isSequence()
                            && (port.content() instanceof ModelSignature.Content.Label
                                    || port.content() instanceof ModelSignature.Content.Probability);
                })
                .findFirst();
    }

    /** Indices of the examples for training, a copy. */
    public int[] training() {
        return training.clone();
    }

    /** Indices of the examples for validation, a copy. */
    public int[] validation() {
        return validation.clone();
    }

    /** Indices of the examples for the test, a copy. */
    public int[] test() {
        return test.clone();
    }
}
