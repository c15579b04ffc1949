package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.PlanStep.Variant;
import java.util.ArrayList;
import java.util.List;

/** Plans the instructions of one block, one after the other. */
final class BlockPlanner {
    private final Scope scope;
    private final Stores stores;
    private final KernelTable kernels;
    private final Destinations destinations;
    private final String role;
    private final List<PlanStep> steps = new ArrayList<>();

    /**
     * A planner for one block.
     *
     * @param role what the block's kernels are called, after their layer; empty to call each after its last result
     */
    BlockPlanner(Scope scope, Stores stores, KernelTable kernels, Destinations destinations, String role) {
        this.scope = scope;
        this.stores = stores;
        this.kernels = kernels;
        this.destinations = destinations;
        this.role = role;
    }

    List<PlanStep> plan(Block block) {
        destinations.propagate();
        for (Instr instr : block.instrs()) {
            if (instr.results().stream().anyMatch(scope.uses()::read)) {
                instr.op().match(new OneInstr(instr));
            }
        }
        return steps;
    }

    /** Decisions for one instruction. */
    private final class OneInstr implements Op.Cases<Void> {
        private final Instr instr;

        private OneInstr(Instr instr) {
            this.instr = instr;
        }

        private Value operand(int i) {
            return instr.operands().get(i);
        }

        private Place matrix(int i) {
            return stores.matrix(operand(i), steps, instr.origin());
        }

        /** Where the only result goes. */
        private Place result() {
            Place place = destinations.of(instr.result());
            scope.put(instr.result(), place);
            return place;
        }

        private Void at(Location location) {
            scope.put(instr.result(), location);
            return null;
        }

        private Void step(PlanStep step) {
            steps.add(step);
            return null;
        }

        @Override
        public Void constant(Op.Constant op) {
            return at(new Location.Everywhere(op.value()));
        }

        @Override
        public Void rowCount(Op.RowCount op) {
            boolean batch = op.extent().equals(Extent.BATCH);
            int axis = batch ? 0 : scope.buffers().axis(op.extent().axis());
            return step(new PlanStep.FillCount(op.extent(), axis, result(), instr.origin()));
        }

        @Override
        public Void broadcast(Op.Broadcast op) {
            Value from = operand(0);
            Location location = scope.locate(from);
            boolean toFixed = instr.result().type().extent().isFixed();
            boolean steps = from.type().extent().equals(Extent.BATCH)
                    && instr.result().type().extent().kind() == Extent.Kind.TOKENS;
            Extent to = instr.result().type().extent();
            boolean toSpans = to.isAttended() && from.type().extent().equals(to.readers());
            if (location instanceof Location.Everywhere) {
                return at(location);
            }
            if (steps && !(location instanceof Location.Row)) {
                return step(new PlanStep.Expand(ordered(0, instr.result()), result(), instr.origin()));
            }
            if (toSpans && !(location instanceof Location.Row)) {
                Place readers = from.type().extent().equals(Extent.BATCH) ? ordered(0, instr.result()) : matrix(0);
                return step(new PlanStep.Call(op, List.of(readers), result(), false, instr.origin()));
            }
            if ((from.type().extent().isFixed() && !toFixed) || location instanceof Location.Row) {
                return at(location instanceof Location.Stored stored ? new Location.Row(stored.place()) : location);
            }
            return at(location instanceof Location.Column ? location : new Location.Column(matrix(0)));
        }

        @Override
        public Void mask(Op.Mask op) {
            return step(new PlanStep.Mask(result(), op.rate(), op.value(), op.stream(), instr.origin()));
        }

        @Override
        public Void pointwise(Op.Pointwise op) {
            new KernelBuilder(scope, stores, kernels).launch(instr, op.scalar(), destinations, role, steps);
            for (Value value : instr.results()) {
                if (scope.uses().read(value)) {
                    scope.put(value, destinations.of(value));
                }
            }
            return null;
        }

        @Override
        public Void matMul(Op.MatMul op) {
            boolean overSteps = op.transposeA() && isBeforeOfState(operand(0));
            Place a = overSteps ? ((Location.Stored) scope.locate(operand(0))).place() : matrix(0);
            Place b = matrix(1);
            Variant variant = op.transposeA()
                    ? overSteps ? Variant.BEFORE_TN : Variant.TN
                    : op.transposeB() ? Variant.NT : Variant.PLAIN;
            Place wanted = result();
            boolean ownFactor = a.buffer().equals(wanted.buffer()) || b.buffer().equals(wanted.buffer());
            Place c = ownFactor ? scope.buffers().placeFor(instr.result()) : wanted;
            boolean accumulate = instr.operands().size() == 3 && addend(c);
            step(new PlanStep.Gemm(variant, a, b, c, accumulate, instr.origin()));
            if (ownFactor) {
                step(new PlanStep.Copy(c, wanted, instr.origin()));
            }
            return null;
        }

        private boolean isBeforeOfState(Value value) {
            return value.type().extent().kind() == Extent.Kind.TOKENS
                    && scope.locate(value) instanceof Location.Stored stored
                    && stored.place().access() == Place.Access.BEFORE;
        }

        /** Puts the addend where the product adds to it; false if it is 0. */
        private boolean addend(Place c) {
            Value addend = operand(2);
            Location location = scope.locate(addend);
            if (location instanceof Location.Everywhere number && number.value() == 0) {
                return false;
            }
            boolean everyRow = !addend.type().equals(instr.result().type());
            if (everyRow && location instanceof Location.Stored stored) {
                location = new Location.Row(stored.place());
            } else if (everyRow && location instanceof Location.Column) {
                location = new Location.Row(matrix(2));
            }
            stores.store(location, c, steps, instr.origin());
            return true;
        }

        @Override
        public Void sumRows(Op.SumRows op) {
            return step(new PlanStep.SumRows(matrix(0), result(), false, instr.origin()));
        }

        @Override
        public Void sumFeatures(Op.SumFeatures op) {
            return step(new PlanStep.SumFeatures(matrix(0), result(), instr.origin()));
        }

        @Override
        public Void concat(Op.Concat op) {
            Place target = result();
            int from = 0;
            for (Value part : instr.operands()) {
                int to = from + part.type().width();
                Place place = target.columns(from, to);
                Location location = scope.locate(part);
                if (location instanceof Location.Stored) {
                    location = new Location.Stored(stores.matrix(part, steps, instr.origin()));
                }
                stores.store(location, place, steps, instr.origin());
                from = to;
            }
            return null;
        }

        @Override
        public Void slice(Op.Slice op) {
            Location of = scope.locate(operand(0));
            if (isBeforeOfState(operand(0))) {
                of = new Location.Stored(matrix(0));
            }
            return at(Location.slice(of, op.from(), op.to()));
        }

        @Override
        public Void last(Op.Last op) {
            Place sequence = matrix(0);
            Place wanted = result();
            Place ordered = stores.before(wanted, sequence.buffer().order());
            step(new PlanStep.Last(sequence, ordered, instr.origin()));
            Stores.restore(ordered, wanted, steps, instr.origin());
            return null;
        }

        @Override
        public Void atLast(Op.AtLast op) {
            return step(new PlanStep.AtLast(ordered(0, instr.result()), result(), instr.origin()));
        }

        @Override
        public Void shift(Op.Shift op) {
            if (!op.reverse() && scope.isStateBefore(operand(0), operand(1))) {
                Place state = ((Location.Stored) scope.locate(operand(0))).place();
                stores.shifted(instr);
                return at(new Location.Stored(Place.whole(state.buffer(), Place.Access.BEFORE)));
            }
            boolean pairs = operand(0).type().extent().isAttended();
            Place initial = pairs ? matrix(1) : ordered(1, operand(0));
            return step(new PlanStep.Shift(matrix(0), initial, result(), op.reverse(), instr.origin()));
        }

        /** One runtime call, whose operands are memory and whose result is not where it reads. */
        private Void call(Op op) {
            List<Place> reads = new ArrayList<>();
            for (int i = 0; i < instr.operands().size(); i++) {
                reads.add(matrix(i));
            }
            return step(new PlanStep.Call(op, reads, result(), false, instr.origin()));
        }

        /** A call whose result has one row per example, which the device writes in the order of an axis. */
        private Void restored(Op op, String axis) {
            List<Place> reads = new ArrayList<>();
            for (int i = 0; i < instr.operands().size(); i++) {
                reads.add(matrix(i));
            }
            Place wanted = result();
            Place ordered = stores.before(wanted, scope.buffers().axis(axis));
            step(new PlanStep.Call(op, reads, ordered, false, instr.origin()));
            Stores.restore(ordered, wanted, steps, instr.origin());
            return null;
        }

        /** One row per example, in the order of the axis of {@code sequence}. */
        private Place ordered(int operand, Value sequence) {
            Extent extent = sequence.type().extent();
            int axis = scope.buffers().axis(extent.isAttended() ? extent.by() : extent.axis());
            return stores.ordered(operand(operand), axis, steps, instr.origin());
        }

        @Override
        public Void gather(TokenOp.Gather op) {
            return call(op);
        }

        @Override
        public Void scatter(TokenOp.Scatter op) {
            return call(op);
        }

        @Override
        public Void softmax(TokenOp.Softmax op) {
            return call(op);
        }

        @Override
        public Void logSoftmax(TokenOp.LogSoftmax op) {
            return call(op);
        }

        @Override
        public Void crossEntropy(TokenOp.CrossEntropy op) {
            return call(op);
        }

        @Override
        public Void crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
            return call(op);
        }

        @Override
        public Void sumSteps(StepsOp.SumSteps op) {
            return restored(op, operand(0).type().extent().axis());
        }

        @Override
        public Void softmaxSteps(StepsOp.SoftmaxSteps op) {
            return call(op);
        }

        @Override
        public Void lengths(StepsOp.Lengths op) {
            return restored(op, op.axis());
        }

        @Override
        public Void reverse(StepsOp.Reverse op) {
            return call(op);
        }

        @Override
        public Void lay(SpanOp.Lay op) {
            return call(op);
        }

        @Override
        public Void unlay(SpanOp.Unlay op) {
            return call(op);
        }

        /** Rows of the examples alive come first: they are where the whole memory is. */
        @Override
        public Void alive(SpanOp.Alive op) {
            return at(stores.inLoop(operand(0)));
        }

        /** Rows of examples that have ended are 0, so that nothing has to be added for them. */
        @Override
        public Void widen(SpanOp.Widen op) {
            return at(scope.locate(operand(0)));
        }

        @Override
        public Void sumSpans(SpanOp.SumSpans op) {
            Extent readers = instr.result().type().extent();
            return readers.equals(Extent.BATCH)
                    ? restored(op, operand(0).type().extent().by())
                    : call(op);
        }

        @Override
        public Void softmaxSpans(SpanOp.SoftmaxSpans op) {
            return call(op);
        }

        @Override
        public Void positions(SpanOp.Positions op) {
            return call(op);
        }

        @Override
        public Void scan(Op.Scan op) {
            if (!instr.operands().isEmpty() || op.totals() > 0) {
                new LoopPlanner(scope, stores, kernels).plan(instr, op, steps, destinations);
                return null;
            }
            throw new CompilerBug("plan", "a scan without operands has no steps to count");
        }
    }
}
