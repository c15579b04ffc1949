package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * What was fitted to the training part and is kept with the weights.
 *
 * @param scalers empty before the first training
 * @param encoders without the vocabularies that are fitted by the first training, before it
 */
public record Fitted(Optional<Scalers> scalers, Encoders encoders) {
    /** What is known before any training. */
    public static Fitted none(ModelSignature signature) {
        return new Fitted(Optional.empty(), Encoders.fixed(signature));
    }
}
