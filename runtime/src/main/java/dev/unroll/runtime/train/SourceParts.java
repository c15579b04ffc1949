package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.Values;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A source that has been counted and divided into parts. Of each example a few bits are held, and while it is divided a few numbers;
 * never the example itself.
 */
public final class SourceParts<E> {
    private final ModelSignature signature;
    private final SourceColumns<E> columns;
    private final TrainingSpec spec;
    private final SourceDigest digest = new SourceDigest();
    private final BitSet training;
    private final BitSet validation;
    private final BitSet test;

    private SourceParts(ModelSignature signature, SourceColumns<E> columns, TrainingSpec spec) {
        this.signature = signature;
        this.columns = columns;
        this.spec = spec;
        Parts parts = count();
        training = members(parts.training());
        validation = members(parts.validation());
        test = members(parts.test());
    }

    /**
     * Reads a source once to count and divide it.
     *
     * @throws IllegalArgumentException when the specification says what cannot be done with a source
     * @throws dev.unroll.runtime.data.DataException when it cannot be read, or no example is left for training
     */
    public static <E> SourceParts<E> of(ModelSignature signature, SourceColumns<E> columns, TrainingSpec spec) {
        if (spec.backprop().filter(Truncated::carryState).isPresent()) {
            throw new IllegalArgumentException(signature.model() + " cannot be trained on a source with backprop = "
                    + spec.backprop().get() + ": it reads the data at as many places at once as a batch has rows, from"
                    + " beginning to end of each. Train on a list, or on a source with carry_state = false");
        }
        int buffer = columns.source().buffer();
        if (spec.batch() instanceof Batch.Examples batch && batch.count() > buffer) {
            throw new IllegalArgumentException("a shuffle buffer of " + buffer + " examples is smaller than a batch of "
                    + batch + ": say withBuffer(n) with a larger n");
        }
        return new SourceParts<>(signature, columns, spec);
    }

    private Parts count() {
        boolean stratified = spec.split()
                .filter(split -> split.kind() == Split.Kind.STRATIFIED)
                .isPresent();
        float[] classes = new float[0];
        try (SourcePass<E> pass = pass()) {
            for (var block = pass.block(); block.isPresent(); block = pass.block()) {
                if (stratified) {
                    int first = block.get().first();
                    Optional<Values> known = columns.attempt(
                            block.get().examples(),
                            k -> first + k,
                            some -> Encoders.classes(
                                    signature, columns.targets().apply(some)));
                    if (known.isPresent()) {
                        classes = classes.length < pass.read() ? Arrays.copyOf(classes, 2 * pass.read()) : classes;
                        System.arraycopy(known.get().numbers(), 0, classes, first, pass.read() - first);
                    }
                }
            }
            int examples = pass.read();
            return Parts.of(
                    spec.split(),
                    examples,
                    spec.seed(),
                    classes.length == 0
                            ? Optional.empty()
                            : Optional.of(Values.numbers(Arrays.copyOf(classes, examples))));
        }
    }

    private static BitSet members(int[] positions) {
        BitSet members = new BitSet();
        for (int position : positions) {
            members.set(position);
        }
        return members;
    }

    /** Fits the vocabularies in one more pass, on the training part only. */
    public Encoders fitEncoders() {
        EncoderFit fit = new EncoderFit(signature);
        try (SourcePass<E> pass = pass()) {
            for (var block = pass.block(); block.isPresent(); block = pass.block()) {
                int first = block.get().first();
                int[] chosen = IntStream.range(0, block.get().examples().size())
                        .filter(k -> training.get(first + k))
                        .toArray();
                fit.add(select(block.get().inputs(), chosen), select(block.get().targets(), chosen));
            }
        }
        return fit.encoders();
    }

    private static List<Column> select(List<Column> columns, int[] chosen) {
        return columns.stream().map(column -> column.select(chosen)).toList();
    }

    /**
     * Encodes everything in one more pass, to check it and to fit scaling, and forgets it again.
     *
     * @throws dev.unroll.runtime.data.DataException when an example does not fit the model; names its place, input or output, and step
     */
    public EncodedSource<E> encoded(Encoders encoders) {
        return new EncodedSource<>(this, encoders);
    }

    SourcePass<E> pass() {
        return new SourcePass<>(columns, digest);
    }

    ModelSignature signature() {
        return signature;
    }

    SourceColumns<E> columns() {
        return columns;
    }

    TrainingSpec spec() {
        return spec;
    }

    int buffer() {
        return columns.source().buffer();
    }

    BitSet training() {
        return training;
    }

    BitSet validation() {
        return validation;
    }

    BitSet test() {
        return test;
    }

    /** Tells this source and its parts from others. */
    String inWords() {
        return "source of " + training.cardinality() + " and " + validation.cardinality() + " examples, "
                + Long.toHexString(digest.total()) + ", shuffled among " + buffer();
    }
}
