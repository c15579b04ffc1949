package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Origin;
import java.util.List;

/** One runtime call, or a loop of them. */
public sealed interface PlanStep {
    Origin origin();

    <R> R match(Cases<R> cases);

    /** One method per kind of step. */
    interface Cases<R> {
        R gemm(Gemm step);

        R fill(Fill step);

        R fillRows(FillRows step);

        R fillCount(FillCount step);

        R copy(Copy step);

        R add(Add step);

        R sumRows(SumRows step);

        R sumFeatures(SumFeatures step);

        R spread(Spread step);

        R expand(Expand step);

        R last(Last step);

        R atLast(AtLast step);

        R shift(Shift step);

        R mask(Mask step);

        R arrange(Arrange step);

        R call(Call step);

        R launch(Launch step);

        R loop(Loop step);
    }

    /** Which operand of a product is transposed, and over which rows it sums. */
    enum Variant {
        /** {@code c = a·b}. */
        PLAIN,
        /** {@code c = a·bᵀ}. */
        NT,
        /** {@code c = aᵀ·b}. */
        TN,
        /** {@code c = Σ before(t)ᵀ·b.at(t)} over a state sequence. */
        BEFORE_TN
    }

    /** A product; adds to {@code c} when {@code accumulate}. */
    record Gemm(Variant variant, Place a, Place b, Place c, boolean accumulate, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.gemm(this);
        }
    }

    /** Every element becomes {@code value}, which a float holds exactly. */
    record Fill(Place to, double value, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fill(this);
        }
    }

    /** Every row becomes {@code vector}. */
    record FillRows(Place vector, Place to, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fillRows(this);
        }
    }

    /** The number of rows of {@code extent}, of the axis at {@code axis}, in this batch. */
    record FillCount(Extent extent, int axis, Place to, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fillCount(this);
        }
    }

    /** All columns of one place to another of the same size. */
    record Copy(Place from, Place to, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.copy(this);
        }
    }

    /** {@code to += from}. */
    record Add(Place from, Place to, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.add(this);
        }
    }

    /** Sum over rows; adds to {@code vector} when {@code accumulate}. */
    record SumRows(Place a, Place vector, boolean accumulate, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sumRows(this);
        }
    }

    /** Sum over the features of each row. */
    record SumFeatures(Place a, Place column, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sumFeatures(this);
        }
    }

    /** One column to every column. */
    record Spread(Place column, Place to, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.spread(this);
        }
    }

    /** An example's row to all its steps. */
    record Expand(Place rows, Place sequence, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.expand(this);
        }
    }

    /** Each example's last row. */
    record Last(Place sequence, Place rows, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.last(this);
        }
    }

    /** Each example's row at its last step, 0 elsewhere. */
    record AtLast(Place rows, Place sequence, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.atLast(this);
        }
    }

    /** A sequence moved by one step, with {@code initial} at the end that becomes free. */
    record Shift(Place sequence, Place initial, Place to, boolean reverse, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.shift(this);
        }
    }

    /** Random elements, see {@link dev.unroll.compiler.ir.Op.Mask}. */
    record Mask(Place to, double rate, double value, int stream, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mask(this);
        }
    }

    /** A batch's rows, from its order to that of another axis, or {@code back}. */
    record Arrange(Place from, Place to, boolean back, Origin origin) implements PlanStep {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.arrange(this);
        }
    }

    /**
     * An operation that is one runtime call as it stands: the device writes {@code op} of {@code reads} to {@code to}, or adds it
     * when {@code accumulate}.
     */
    record Call(Op op, List<Place> reads, Place to, boolean accumulate, Origin origin) implements PlanStep {
        public Call {
            reads = List.copyOf(reads);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.call(this);
        }
    }

    /** A kernel on operands, all columns each; {@code kernel} is an index into {@link ExecutionPlan#kernels()}. */
    record Launch(int kernel, List<Place> reads, List<Place> writes, List<Place> operands, Origin origin)
            implements PlanStep {
        public Launch {
            reads = List.copyOf(reads);
            writes = List.copyOf(writes);
            operands = List.copyOf(operands);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.launch(this);
        }
    }

    /**
     * A loop over the steps.
     *
     * @param name hint for the method that holds it, such as {@code lstm1}
     * @param axis whose steps
     * @param reverse last step first
     * @param lanes whether parts of the batch may run side by side: nothing that all rows share is written in the body
     * @param comment the sizes of what goes in and comes out
     */
    record Loop(
            String name, int axis, boolean reverse, boolean lanes, List<PlanStep> body, String comment, Origin origin)
            implements PlanStep {
        public Loop {
            body = List.copyOf(body);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.loop(this);
        }
    }
}
