package dev.unroll.compiler.ir;

/**
 * The operations of the IR. Each record states operand and result types; the verifier checks them. Rules over all
 * operations implement {@link Cases}, so that a new record makes every rule family fail to compile. Those of tokens and
 * classes stand in {@link TokenOp}, those along an example's steps in {@link StepsOp}, those of attention in {@link SpanOp}.
 */
public sealed interface Op
        permits Op.Constant,
                Op.RowCount,
                Op.Broadcast,
                Op.Mask,
                Op.Pointwise,
                Op.MatMul,
                Op.SumRows,
                Op.SumFeatures,
                Op.Concat,
                Op.Slice,
                Op.Last,
                Op.AtLast,
                Op.Shift,
                Op.Scan,
                TokenOp,
                StepsOp,
                SpanOp {
    /** Name in the text form, such as {@code matmul}. */
    String name();

    <R> R match(Cases<R> cases);

    /** One method per operation. */
    interface Cases<R> extends TokenOp.Cases<R>, StepsOp.Cases<R>, SpanOp.Cases<R> {
        R constant(Constant op);

        R rowCount(RowCount op);

        R broadcast(Broadcast op);

        R mask(Mask op);

        R pointwise(Pointwise op);

        R matMul(MatMul op);

        R sumRows(SumRows op);

        R sumFeatures(SumFeatures op);

        R concat(Concat op);

        R slice(Slice op);

        R last(Last op);

        R atLast(AtLast op);

        R shift(Shift op);

        R scan(Scan op);
    }

    /** {@code () -> any type}: every element is {@code value}. */
    record Constant(double value) implements Op {
        @Override
        public String name() {
            return "constant";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(this);
        }
    }

    /** {@code () -> fixed[]}: how many rows {@code extent} (batch or tokens) has in this batch. */
    record RowCount(Extent extent) implements Op {
        @Override
        public String name() {
            return "rowcount";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rowCount(this);
        }
    }

    /**
     * {@code fixed[F] or fixed[] -> extent[F]}: the same row everywhere; {@code batch[F] -> tokens(a)[F]}: every step of an
     * example gets the example's row; {@code readers(S)[F] -> S[F]} for spans S: every span of a reader gets the reader's row;
     * {@code E[1] -> E[F]}: the same number in every feature. The result type says which.
     */
    record Broadcast() implements Op {
        @Override
        public String name() {
            return "broadcast";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.broadcast(this);
        }
    }

    /**
     * {@code () -> batch or tokens}: independent random elements, {@code value} with probability {@code 1 - rate} and 0
     * with probability {@code rate}. A pure function of (seed, training step, stream, element index in packed order). In
     * the {@code predict} block masks do not occur.
     */
    record Mask(double rate, double value, int stream) implements Op {
        public Mask {
            if (!(rate >= 0 && rate <= 1) || stream < 0) {
                throw new IllegalArgumentException("mask of rate " + rate + ", stream " + stream);
            }
        }

        @Override
        public String name() {
            return "mask";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mask(this);
        }
    }

    /**
     * {@code (operands...) -> (results...)}: the same scalar program on every element. All results have one type, of
     * width F. Operands that are not fixed share the result's extent; an operand's width is F or 1 (broadcast over
     * features); fixed operands are {@code fixed[]}, {@code fixed[1]} or {@code fixed[F]} (broadcast over rows). When all
     * operands and results are fixed, matrices are allowed too, of equal sizes.
     */
    record Pointwise(Scalar scalar) implements Op {
        @Override
        public String name() {
            return "pointwise";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.pointwise(this);
        }
    }

    /**
     * Operands {@code a, b} and optionally {@code addend}.
     *
     * <ul>
     *   <li>plain: {@code a: E[k], b: fixed[k, n] -> E[n]}, a · b
     *   <li>transposeB: {@code a: E[k], b: fixed[n, k] -> E[n]}, a · bᵀ
     *   <li>transposeA: {@code a: E[k], b: E[n] -> fixed[k, n]}, aᵀ · b, a sum over rows
     * </ul>
     *
     * {@code E} is batch, tokens or step. The addend has the result's type, or is {@code fixed[n]} and is added to every
     * row. Not both transposes.
     */
    record MatMul(boolean transposeA, boolean transposeB) implements Op {
        public MatMul {
            if (transposeA && transposeB) {
                throw new IllegalArgumentException("matmul with both operands transposed");
            }
        }

        @Override
        public String name() {
            return "matmul";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.matMul(this);
        }
    }

    /** {@code E[F] -> fixed[F]}: sum over all rows. */
    record SumRows() implements Op {
        @Override
        public String name() {
            return "sumrows";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sumRows(this);
        }
    }

    /** {@code E[F] -> E[1]}, or {@code fixed[F] -> fixed[]}: sum over the features of each row. */
    record SumFeatures() implements Op {
        @Override
        public String name() {
            return "sumfeatures";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sumFeatures(this);
        }
    }

    /** {@code E[F1], E[F2], ... -> E[F1 + F2 + ...]}, also for fixed vectors and for matrices of equal row count. */
    record Concat() implements Op {
        @Override
        public String name() {
            return "concat";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.concat(this);
        }
    }

    /** {@code E[F] -> E[to - from]}: columns from (inclusive) to (exclusive); also of fixed vectors and matrices. */
    record Slice(int from, int to) implements Op {
        public Slice {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("slice from " + from + " to " + to);
            }
        }

        @Override
        public String name() {
            return "slice";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.slice(this);
        }
    }

    /** {@code tokens(a)[F] -> batch[F]}: each example's row at its last step. */
    record Last() implements Op {
        @Override
        public String name() {
            return "last";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.last(this);
        }
    }

    /** {@code batch[F] -> tokens(a)[F]}: each example's row at its last step, 0 at all other steps. Reverse of last. */
    record AtLast() implements Op {
        @Override
        public String name() {
            return "atlast";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.atLast(this);
        }
    }

    /**
     * {@code tokens(a)[F], batch[F] -> tokens(a)[F]}, or {@code pairs(a by b)[F], spans(a by b)[F] -> pairs(a by b)[F]}: at step t the first operand's row of step t - 1, and the second
     * operand's row at step 0; with {@code reverse}, the row of step t + 1, and the second operand's at an example's last
     * step. This is what a scan's body sees as the carried state, for all steps at once.
     */
    record Shift(boolean reverse) implements Op {
        @Override
        public String name() {
            return "shift";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.shift(this);
        }
    }

    /**
     * A loop over the steps of {@code axis}, last to first when {@code reverse}.
     *
     * <p>Operands: {@code sequences} values {@code tokens(axis)[F]}, then {@code carried} initial states {@code batch[F]}.
     * The body's parameters are the sequences' rows at the step, then the carried states before the step, all {@code
     * step(axis)}. Its results are the carried states after the step ({@code step(axis)}), then {@code stacked} values
     * ({@code step(axis)}), then {@code totals} values ({@code fixed}). Apart from its parameters the body may read fixed
     * values and {@code spans(a by axis)} of the enclosing blocks, nothing else.
     *
     * <p>Results: {@code carried} final states {@code batch[F]} (each example's state after its own last step in loop
     * order), {@code stacked} sequences {@code tokens(axis)[F]}, and {@code totals} fixed values, summed over the steps.
     *
     * <p>Where a loop attends to another axis a, there may be {@code pairs(a by axis)} among the sequences and what is stacked,
     * {@code spans(a by axis)} among what is carried and the totals, and {@code stepspans(a by axis)} in the body.
     *
     * <p>Rows of a step: forward, step t has the examples of length > t, and an example's state before step 0 is its
     * initial state. Reversed, an example enters with its initial state at its own last step.
     */
    record Scan(String axis, boolean reverse, int sequences, int carried, int stacked, int totals, Block body)
            implements Op {
        public Scan {
            Names.require(axis);
            if (sequences < 0 || carried < 0 || stacked < 0 || totals < 0) {
                throw new IllegalArgumentException("scan with a negative count");
            }
        }

        /** The same loop around another body, of as many parameters and results. */
        public Scan withBody(Block other) {
            return new Scan(axis, reverse, sequences, carried, stacked, totals, other);
        }

        @Override
        public String name() {
            return "scan";
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.scan(this);
        }
    }
}
