package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import java.util.Arrays;
import java.util.List;

/**
 * A source whose every example is known to fit the model. Kept of it: the length of each example for training, how often each class
 * occurs, and the fitted scaling.
 */
public final class EncodedSource<E> {
    private final SourceParts<E> parts;
    private final Encoders encoders;
    private final int[] lengths; // of the examples for training
    private final ScalersFit fit;
    private int looked; // how many lengths are known
    private Priors priors;

    EncodedSource(SourceParts<E> parts, Encoders encoders) {
        this.parts = parts;
        this.encoders = encoders;
        this.lengths = new int[parts.training().cardinality()];
        this.fit = new ScalersFit(parts.signature());
        try (SourcePass<E> pass = parts.pass()) {
            Gathering<E> training = new Gathering<>(parts.buffer(), this::lookAt);
            Gathering<E> others =
                    new Gathering<>(SourcePass.BLOCK, (examples, positions) -> encode(examples, positions));
            for (E example = pass.next(); example != null; example = pass.next()) {
                (parts.training().get(pass.position()) ? training : others).add(example, pass.position());
            }
            training.flush();
            others.flush();
        }
    }

    private void lookAt(List<E> examples, int[] positions) {
        Examples encoded = encode(examples, positions);
        System.arraycopy(encoded.lengths(), 0, lengths, looked, examples.size());
        looked += examples.size();
        fit.add(encoded);
        Priors here = Priors.of(encoded);
        priors = priors == null ? here : priors.plus(here);
    }

    /**
     * Examples in the data's units.
     *
     * @param positions of the examples in the source, from 0
     * @throws DataException when one does not fit the model; names its place
     */
    Examples encode(List<E> examples, int[] positions) {
        return parts.columns().attempt(examples, k -> positions[k], this::encode);
    }

    private Examples encode(List<E> examples) {
        List<Column> inputs = parts.columns().inputs().apply(examples);
        List<Column> targets = parts.columns().targets().apply(examples);
        Encoders.Encoded encoded = encoders.encode(parts.signature(), inputs, targets);
        return Examples.of(parts.signature(), parts.spec(), encoded.inputs(), encoded.targets());
    }

    /** The scaling fitted to the training part. */
    public Scalers scalers() {
        return fit.scalers();
    }

    SourceParts<E> parts() {
        return parts;
    }

    /** Steps of each example for training, a copy. */
    int[] lengths() {
        return lengths.clone();
    }

    /** Steps of the examples at these places of the training part. */
    int[] lengths(int[] places) {
        return Arrays.stream(places).map(place -> lengths[place]).toArray();
    }

    /** What a trainer needs of it. */
    TrainingData data(Scalers scalers) {
        return new SourceData<>(this, scalers, priors);
    }
}
