package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ir.Fn;
import java.util.Map;
import java.util.Optional;

/** A layer with its weights, ready to be applied to values of one width, any number of times. */
sealed interface Layer {
    /** What messages call it, such as {@code LSTM}. */
    String word();

    /** The matrix that another layer may use transposed, as {@code layer.weights}. */
    default Optional<Weight> matrix() {
        return Optional.empty();
    }

    /**
     * {@code Dense(n)}: {@code activation(x · weights + bias)}.
     *
     * @param transposed whether the weights are another layer's, {@code [n, in]}
     */
    record Dense(
            String word,
            String label,
            int in,
            Weight weights,
            boolean transposed,
            Optional<Weight> bias,
            Optional<Activation> activation)
            implements Layer {
        @Override
        public Optional<Weight> matrix() {
            return Optional.of(weights);
        }

        int size() {
            return weights.sizes().get(transposed ? 0 : 1);
        }
    }

    /** What a layer applies to its sums. */
    sealed interface Activation {
        /** A function of one number. */
        record Elementwise(Fn fn) implements Activation {}

        /** {@code softmax} over the features, or {@code log_softmax}. */
        record OverFeatures(boolean log) implements Activation {}
    }

    /** A cell, run over the axis of a sequence. */
    record Recurrent(String word, int in, Cells.Instance instance, Options options) implements Layer {
        int width() {
            return instance.width();
        }

        DropoutRates dropout() {
            return options.dropout();
        }

        /**
         * What does not concern the cell's equations.
         *
         * @param reverse whether it begins at the last step
         */
        record Options(boolean reverse, DropoutRates dropout) {}
    }

    /** {@code Bidirectional(cell)}: one cell from each end. */
    record Bidirectional(String word, String label, Recurrent forward, Recurrent backward, Merge merge)
            implements Layer {}

    /** How the rows of two directions become one. */
    enum Merge {
        CONCAT,
        SUM,
        MEAN,
        PRODUCT
    }

    /**
     * {@code Dropout(p)}.
     *
     * @param sharedOver the axis whose steps have one mask
     */
    record Drop(String word, String label, double rate, Optional<String> sharedOver) implements Layer {}

    /**
     * {@code Embedding(n)}: the row of {@code weights} that an id names.
     *
     * @param of the vocabulary or labels whose ids it reads
     */
    record Embedding(String word, String label, String of, Weight weights) implements Layer {
        @Override
        public Optional<Weight> matrix() {
            return Optional.of(weights);
        }
    }

    /**
     * An attention: a score for each position of a sequence.
     *
     * @param query numbers of the row that positions are compared with, if they are
     * @param weights by the names that the score has for them
     * @param constants options of the attention
     */
    record Scoring(
            String word,
            String label,
            int in,
            Optional<Integer> query,
            Decl.Attention decl,
            Map<String, Weight> weights,
            Constants constants)
            implements Layer {}

    /** The projections of {@code MultiHead}, of query, keys and values and of the heads joined. */
    record Projections(String word, String label, Weight query, Weight keys, Weight values, Weight output)
            implements Layer {}

    /** {@code LayerNorm}. */
    record Norm(String word, String label, int in, Weight gain, Weight shift) implements Layer {}
}
