package dev.unroll.runtime.train;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A figure reported besides the loss. Every one counts true rows only: batches are packed, so there is no padding to leave out.
 * A model with several outputs reports the mean over the outputs that {@linkplain #accepts accept} the metric.
 */
public sealed interface Metric {
    /** Mean absolute error, in the units of the data. */
    Metric MAE = Kind.MAE.plain();
    /** Square root of the mean squared error, in the units of the data. */
    Metric RMSE = Kind.RMSE.plain();
    /** Mean squared error, in squared units of the data. */
    Metric MSE = Kind.MSE.plain();
    /** Mean of |error / truth| in per cent, over numbers whose truth is not 0; NaN when there is none. */
    Metric MAPE = Kind.MAPE.plain();
    /** Share of rows whose most probable class, or for a probability the side of 0.5, is the true one. */
    Metric ACCURACY = Kind.ACCURACY.plain();
    /** Precision with the average that suits the output: binary for probabilities, macro for labels. */
    Metric PRECISION = new Averaged(Kind.PRECISION, Optional.empty());
    /** Recall, averaged like {@link #PRECISION}. */
    Metric RECALL = new Averaged(Kind.RECALL, Optional.empty());
    /** F1, averaged like {@link #PRECISION}. */
    Metric F1 = new Averaged(Kind.F1, Optional.empty());
    /**
     * Area under the receiver operating characteristic: the chance that a positive row gets a larger probability than a negative
     * one, equal probabilities counting half (the Mann-Whitney statistic; Hanley and McNeil, 1982). NaN without both kinds.
     */
    Metric AUC = Kind.AUC.plain();
    /** {@code exp} of the mean negative natural logarithm of the true token's probability. */
    Metric PERPLEXITY = Kind.PERPLEXITY.plain();
    /** Mean negative binary logarithm of the true token's probability; bits per character where tokens are characters. */
    Metric BITS_PER_CHARACTER = Kind.BITS_PER_CHARACTER.plain();
    /** {@link #editDistance} per token of the truth. */
    Metric EDIT_DISTANCE = new EditDistance(Unit.TOKEN);

    /** Share of rows whose true class is among the {@code k} most probable ones; of equals, the first class comes first. */
    static Metric topK(int k) {
        return new TopK(k);
    }

    /** True positives over predicted positives; 0 where nothing is predicted. */
    static Metric precision(Average average) {
        return new Averaged(Kind.PRECISION, Optional.of(average));
    }

    /** True positives over actual positives; 0 where there are none. */
    static Metric recall(Average average) {
        return new Averaged(Kind.RECALL, Optional.of(average));
    }

    /** Harmonic mean of precision and recall (van Rijsbergen, 1979); 0 where both are. */
    static Metric f1(Average average) {
        return new Averaged(Kind.F1, Optional.of(average));
    }

    /**
     * Levenshtein's distance between the sequence of most probable classes and the truth: over all sequences per token of the
     * truth (the word error rate of speech recognition), or the share of sequences with any error.
     */
    static Metric editDistance(Unit unit) {
        return new EditDistance(unit);
    }

    /** What is computed. */
    Kind kind();

    /** How precision, recall and F1 count. */
    enum Average {
        /** Of the positive class alone; for probabilities. */
        BINARY,
        /** The plain mean over the classes that occur in truth or prediction. */
        MACRO,
        /** From counts summed over all classes. */
        MICRO,
        /**
         * Of whole spans: right when first step, last step and kind are. Labels are {@code O}, {@code B_kind} and
         * {@code I_kind}, or with {@code -}; a span begins where the script conlleval of CoNLL-2000 (Tjong Kim Sang and Buchholz)
         * sees one begin, so also at an {@code I} after {@code O} or after another kind.
         */
        SPAN
    }

    /** What an edit distance is related to. */
    enum Unit {
        /** Edits per token of the truth. */
        TOKEN,
        /** Share of sequences that are not wholly right. */
        SEQUENCE
    }

    /** What an output holds, as far as metrics care. */
    enum Content {
        NUMBERS,
        PROBABILITY,
        LABEL,
        TOKEN;

        /** The kind of a port's content. */
        static Content of(ModelSignature.Content content) {
            if (content instanceof ModelSignature.Content.Numbers) {
                return NUMBERS;
            }
            if (content instanceof ModelSignature.Content.Probability) {
                return PROBABILITY;
            }
            return content instanceof ModelSignature.Content.Label ? LABEL : TOKEN;
        }
    }

    /** The metrics of the language under their names there. */
    enum Kind {
        MAE(Content.NUMBERS),
        RMSE(Content.NUMBERS),
        MSE(Content.NUMBERS),
        MAPE(Content.NUMBERS),
        ACCURACY(Content.PROBABILITY, Content.LABEL, Content.TOKEN),
        TOP_K(Content.LABEL, Content.TOKEN),
        PRECISION(Content.PROBABILITY, Content.LABEL),
        RECALL(Content.PROBABILITY, Content.LABEL),
        F1(Content.PROBABILITY, Content.LABEL),
        AUC(Content.PROBABILITY),
        PERPLEXITY(Content.TOKEN),
        BITS_PER_CHARACTER(Content.TOKEN),
        EDIT_DISTANCE(Content.LABEL, Content.TOKEN);

        @SuppressWarnings("ImmutableEnumChecker") // never changed after construction
        private final Set<Content> contents;

        Kind(Content first, Content... more) {
            contents = EnumSet.of(first, more);
        }

        private Metric plain() {
            return new Plain(this);
        }

        /** Whether it makes sense of some output with this content. */
        public boolean accepts(Content content) {
            return contents.contains(content);
        }

        /** Whether larger is better. */
        public boolean rises() {
            return switch (this) {
                case MAE, RMSE, MSE, MAPE, PERPLEXITY, BITS_PER_CHARACTER, EDIT_DISTANCE -> false;
                case ACCURACY, TOP_K, PRECISION, RECALL, F1, AUC -> true;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether the metric makes sense of an output.
     *
     * @param sequence whether the output has a row for each step
     */
    boolean accepts(Content content, boolean sequence);

    /** A metric without parameters. */
    record Plain(Kind kind) implements Metric {
        public Plain {
            if (kind == Kind.TOP_K
                    || kind == Kind.PRECISION
                    || kind == Kind.RECALL
                    || kind == Kind.F1
                    || kind == Kind.EDIT_DISTANCE) {
                throw new IllegalArgumentException(kind + " has parameters");
            }
        }

        @Override
        public boolean accepts(Content content, boolean sequence) {
            return kind.accepts(content);
        }

        @Override
        public String toString() {
            return kind.toString();
        }
    }

    /** {@link Metric#topK}. */
    record TopK(int k) implements Metric {
        public TopK {
            if (k < 1) {
                throw new IllegalArgumentException("top_k needs at least 1 class, not " + k);
            }
        }

        @Override
        public Kind kind() {
            return Kind.TOP_K;
        }

        @Override
        public boolean accepts(Content content, boolean sequence) {
            return kind().accepts(content);
        }

        @Override
        public String toString() {
            return "top_k(" + k + ")";
        }
    }

    /**
     * Precision, recall or F1.
     *
     * @param average empty for the one that suits the output
     */
    record Averaged(Kind kind, Optional<Average> average) implements Metric {
        public Averaged {
            if (kind != Kind.PRECISION && kind != Kind.RECALL && kind != Kind.F1) {
                throw new IllegalArgumentException(kind + " has no average");
            }
        }

        /** The average for an output. */
        public Average averageFor(Content content) {
            return average.orElse(content == Content.PROBABILITY ? Average.BINARY : Average.MACRO);
        }

        @Override
        public boolean accepts(Content content, boolean sequence) {
            if (!kind.accepts(content)) {
                return false;
            }
            return switch (averageFor(content)) {
                case BINARY -> content == Content.PROBABILITY;
                case MACRO, MICRO -> true;
                case SPAN -> content == Content.LABEL && sequence;
            };
        }

        @Override
        public String toString() {
            return kind
                    + average.map(a -> "(average = " + a.name().toLowerCase(Locale.ROOT) + ")")
                            .orElse("");
        }
    }

    /** {@link Metric#editDistance}. */
    record EditDistance(Unit unit) implements Metric {
        @Override
        public Kind kind() {
            return Kind.EDIT_DISTANCE;
        }

        @Override
        public boolean accepts(Content content, boolean sequence) {
            return sequence && kind().accepts(content);
        }

        @Override
        public String toString() {
            return unit == Unit.TOKEN ? kind().toString() : kind() + "(of = sequence)";
        }
    }
}
