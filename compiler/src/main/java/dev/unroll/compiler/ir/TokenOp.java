package dev.unroll.compiler.ir;

import java.util.List;

/**
 * Operations of tokens and classes. Ids (of tokens, of labels) are whole numbers held in values of width 1. {@code E} is batch,
 * tokens or step.
 */
public sealed interface TokenOp extends Op {
    /** As {@link #match}, for rules over the operations of tokens and classes alone. */
    <R> R matchToken(Cases<R> cases);

    @Override
    default <R> R match(Op.Cases<R> cases) {
        return matchToken(cases);
    }

    /** One method per operation. */
    interface Cases<R> {
        R gather(Gather op);

        R scatter(Scatter op);

        R softmax(Softmax op);

        R logSoftmax(LogSoftmax op);

        R crossEntropy(CrossEntropy op);

        R crossEntropyGradient(CrossEntropyGradient op);
    }

    /** {@code table: fixed[V, F], ids: E[1] -> E[F]}: the row of the table that each id names. */
    record Gather() implements TokenOp {
        @Override
        public String name() {
            return "gather";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.gather(this);
        }
    }

    /**
     * {@code ids: E[1], x: E[F] -> fixed[rows, F]}: row v is the sum of the rows of x whose id is v. Reverse of gather.
     *
     * @param rows V, of the table
     */
    record Scatter(int rows) implements TokenOp {
        public Scatter {
            if (rows < 1) {
                throw new IllegalArgumentException("scatter into " + rows + " rows");
            }
        }

        @Override
        public String name() {
            return "scatter";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.scatter(this);
        }
    }

    /** {@code E[F] -> E[F]}: {@code e^x / sum(e^x)} over the features of each row. */
    record Softmax() implements TokenOp {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.softmax(this);
        }
    }

    /** {@code E[F] -> E[F]}: the natural logarithm of {@link Softmax}. */
    record LogSoftmax() implements TokenOp {
        @Override
        public String name() {
            return "logsoftmax";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.logSoftmax(this);
        }
    }

    /**
     * {@code logits: E[C], target: E[1] -> E[1]}: {@code w[t] * (-(1 - s) logp[t] - s / C * sum(logp))} with t the target's
     * id, s the smoothing and logp the {@link LogSoftmax} of the logits. The target gets no cotangent.
     *
     * @param smoothing from 0 (none) to below 1
     * @param weights w, one per class; empty for 1 everywhere
     */
    record CrossEntropy(double smoothing, List<Double> weights) implements TokenOp {
        public CrossEntropy {
            weights = List.copyOf(weights);
            requireSmoothing(smoothing);
        }

        @Override
        public String name() {
            return "crossentropy";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.crossEntropy(this);
        }
    }

    /**
     * {@code logits: E[C], target: E[1], g: E[1] -> E[C]}: the logits' cotangent, g being that of {@link CrossEntropy}:
     * {@code g * w[t] * (softmax(logits)[c] - s / C - (1 - s) [c = t])}. Not differentiated again.
     */
    record CrossEntropyGradient(double smoothing, List<Double> weights) implements TokenOp {
        public CrossEntropyGradient {
            weights = List.copyOf(weights);
            requireSmoothing(smoothing);
        }

        @Override
        public String name() {
            return "crossentropygradient";
        }

        @Override
        public <R> R matchToken(Cases<R> cases) {
            return cases.crossEntropyGradient(this);
        }
    }

    private static void requireSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing " + smoothing + " is not from 0 to below 1");
        }
    }
}
