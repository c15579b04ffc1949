package dev.unroll.compiler.ir;

/**
 * Operations of attention: over the spans of an example, which are its positions on one axis as a step of another axis (or the
 * example itself) reads them. {@code S} is spans, stepspans or pairs; a row of whatever {@link Extent#readers reads} them is
 * spread over its spans by {@link Op.Broadcast}.
 */
public sealed interface SpanOp extends Op {
    /** As {@link #match}, for rules over the operations of spans alone. */
    <R> R matchSpan(Cases<R> cases);

    @Override
    default <R> R match(Op.Cases<R> cases) {
        return matchSpan(cases);
    }

    /** One method per operation. */
    interface Cases<R> {
        R lay(Lay op);

        R unlay(Unlay op);

        R alive(Alive op);

        R widen(Widen op);

        R sumSpans(SumSpans op);

        R softmaxSpans(SoftmaxSpans op);

        R positions(Positions op);
    }

    /** {@code tokens(a)[F] -> spans(a by b)[F]}: each example's rows side by side. */
    record Lay(String by) implements SpanOp {
        public Lay {
            Names.require(by);
        }

        @Override
        public String name() {
            return "lay";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.lay(this);
        }
    }

    /** {@code spans(a by b)[F] -> tokens(a)[F]}. Reverse of lay. */
    record Unlay() implements SpanOp {
        @Override
        public String name() {
            return "unlay";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.unlay(this);
        }
    }

    /** {@code spans(a by b)[F] -> stepspans(a by b)[F]}, inside a scan over b: the spans of the examples alive at the step. */
    record Alive() implements SpanOp {
        @Override
        public String name() {
            return "alive";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.alive(this);
        }
    }

    /** {@code stepspans(a by b)[F] -> spans(a by b)[F]}, inside a scan over b: 0 for the examples that have ended. Reverse of alive. */
    record Widen() implements SpanOp {
        @Override
        public String name() {
            return "widen";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.widen(this);
        }
    }

    /** {@code S[F] -> readers(S)[F]}: the sum over each reader's own spans. Reverse of the broadcast to spans. */
    record SumSpans() implements SpanOp {
        @Override
        public String name() {
            return "sumspans";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.sumSpans(this);
        }
    }

    /** {@code S[F] -> S[F]}: {@code e^x / sum(e^x)} over each reader's own spans, each column for itself. */
    record SoftmaxSpans() implements SpanOp {
        @Override
        public String name() {
            return "softmaxspans";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.softmaxSpans(this);
        }
    }

    /** {@code () -> spans(axis by by)[1]}: which position of its example each row is, from 0. */
    record Positions(String axis, String by) implements SpanOp {
        public Positions {
            Names.require(axis);
            Names.require(by);
        }

        @Override
        public String name() {
            return "positions";
        }

        @Override
        public <R> R matchSpan(Cases<R> cases) {
            return cases.positions(this);
        }
    }
}
