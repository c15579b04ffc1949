package dev.unroll.compiler.ir;

/** Operations along an example's own steps, over whole sequences; they do not occur inside a scan. */
public sealed interface StepsOp extends Op {
    /** As {@link #match}, for rules over the operations of steps alone. */
    <R> R matchSteps(Cases<R> cases);

    @Override
    default <R> R match(Op.Cases<R> cases) {
        return matchSteps(cases);
    }

    /** One method per operation. */
    interface Cases<R> {
        R sumSteps(SumSteps op);

        R softmaxSteps(SoftmaxSteps op);

        R lengths(Lengths op);

        R reverse(Reverse op);
    }

    /** {@code tokens(a)[F] -> batch[F]}: the sum of each example's rows. */
    record SumSteps() implements StepsOp {
        @Override
        public String name() {
            return "sumsteps";
        }

        @Override
        public <R> R matchSteps(Cases<R> cases) {
            return cases.sumSteps(this);
        }
    }

    /** {@code tokens(a)[F] -> tokens(a)[F]}: {@code e^x / sum(e^x)} over an example's steps, each column for itself. */
    record SoftmaxSteps() implements StepsOp {
        @Override
        public String name() {
            return "softmaxsteps";
        }

        @Override
        public <R> R matchSteps(Cases<R> cases) {
            return cases.softmaxSteps(this);
        }
    }

    /** {@code () -> batch[1]}: how many steps of {@code axis} each example has. */
    record Lengths(String axis) implements StepsOp {
        public Lengths {
            Names.require(axis);
        }

        @Override
        public String name() {
            return "lengths";
        }

        @Override
        public <R> R matchSteps(Cases<R> cases) {
            return cases.lengths(this);
        }
    }

    /** {@code tokens(a)[F] -> tokens(a)[F]}: each example's rows in opposite order. Its own reverse. */
    record Reverse() implements StepsOp {
        @Override
        public String name() {
            return "reverse";
        }

        @Override
        public <R> R matchSteps(Cases<R> cases) {
            return cases.reverse(this);
        }
    }
}
