package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Fn;
import java.util.Optional;

/** A layer with its weights, ready to be applied to values of one width, any number of times. */
sealed interface Layer {
    /** What messages call it, such as {@code LSTM}. */
    String word();

    /** {@code Dense(n)}: {@code activation(x · weights + bias)}. */
    record Dense(String word, String label, int in, Weight weights, Optional<Weight> bias, Optional<Fn> activation)
            implements Layer {}

    /** A cell, run over the axis of a sequence. */
    record Recurrent(String word, int in, Cells.Instance instance) implements Layer {}

    /** {@code Dropout(p)}. */
    record Drop(String word, String label, double rate) implements Layer {}

    /**
     * {@code Embedding(n)}: the row of {@code weights} that an id names.
     *
     * @param of the vocabulary or labels whose ids it reads
     */
    record Embedding(String word, String label, String of, Weight weights) implements Layer {}
}
