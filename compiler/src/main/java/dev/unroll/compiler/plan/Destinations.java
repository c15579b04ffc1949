package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the values of one block are to be written, chosen before its instructions are planned, so that results land where
 * they are wanted: parts of a concatenation side by side, addends where the product adds to them, stacked rows in their
 * sequence, carried states over the states before.
 */
final class Destinations {
    private final Scope scope;
    private final Block block;
    private final Map<Value, Integer> definitions;
    private final Map<Value, Place> places = new HashMap<>();
    private final Map<Place, CarriedState> inPlace = new HashMap<>();

    Destinations(Scope scope, Block block) {
        this.scope = scope;
        this.block = block;
        this.definitions = Scope.definitions(block);
    }

    /** Asks for a value to be written to a place; false if its instruction cannot, or has to write it elsewhere. */
    boolean request(Value value, Place place) {
        if (places.containsKey(value) || !isWritten(value)) {
            return false;
        }
        places.put(value, place);
        return true;
    }

    /** As {@link #request}, for the place of a carried state. */
    boolean requestInPlace(Value value, Place place, CarriedState state) {
        boolean legal = isWritten(value)
                && !(instr(value).op() instanceof Op.Concat)
                && state.mayBeOverwritten(definitions.get(value), value);
        if (legal && request(value, place)) {
            inPlace.put(place, state);
            return true;
        }
        return false;
    }

    /** Passes wishes on from results to operands, last instruction first. */
    void propagate() {
        for (int i = block.instrs().size() - 1; i >= 0; i--) {
            Instr instr = block.instrs().get(i);
            if (instr.op() instanceof Op.Concat && scope.uses().read(instr.result())) {
                sideBySide(instr);
            } else if (instr.op() instanceof Op.MatMul && instr.operands().size() == 3) {
                addend(instr);
            }
        }
    }

    /** Where to write a value: where it is wanted, or in a buffer of its own. */
    Place of(Value value) {
        return places.computeIfAbsent(value, scope.buffers()::placeFor);
    }

    private void sideBySide(Instr concat) {
        Place target = of(concat.result());
        int from = 0;
        for (Value part : concat.operands()) {
            int to = from + part.type().width();
            request(part, target.columns(from, to));
            from = to;
        }
    }

    private void addend(Instr product) {
        Value sum = product.result();
        Value addend = product.operands().get(2);
        boolean dies = addend.type().equals(sum.type()) && scope.uses().count(addend) == 1;
        if (!dies) {
            return;
        }
        if (isWritten(addend) && !places.containsKey(addend)) {
            CarriedState state = inPlace.get(places.get(sum));
            if (state == null || state.mayBeOverwritten(definitions.get(addend), addend)) {
                request(addend, of(sum));
            }
        } else if (!places.containsKey(sum) && scope.dyingRows(addend) != null) {
            places.put(sum, scope.dyingRows(addend));
        }
    }

    private boolean isWritten(Value value) {
        return definitions.containsKey(value)
                && (isTotal(value) || instr(value).op().match(WRITES_ANYWHERE));
    }

    private boolean isTotal(Value value) {
        Instr instr = instr(value);
        return instr.op() instanceof Op.Scan scan && instr.results().indexOf(value) >= scan.carried() + scan.stacked();
    }

    private Instr instr(Value value) {
        return block.instrs().get(definitions.get(value));
    }

    /** Whether an operation can write its result to any place of the right size. */
    private static final Op.Cases<Boolean> WRITES_ANYWHERE = new Op.Cases<>() {
        @Override
        public Boolean constant(Op.Constant op) {
            return false;
        }

        @Override
        public Boolean rowCount(Op.RowCount op) {
            return false;
        }

        @Override
        public Boolean broadcast(Op.Broadcast op) {
            return false;
        }

        @Override
        public Boolean mask(Op.Mask op) {
            return false;
        }

        @Override
        public Boolean pointwise(Op.Pointwise op) {
            return true;
        }

        @Override
        public Boolean matMul(Op.MatMul op) {
            return true;
        }

        @Override
        public Boolean sumRows(Op.SumRows op) {
            return true;
        }

        @Override
        public Boolean sumFeatures(Op.SumFeatures op) {
            return true;
        }

        @Override
        public Boolean concat(Op.Concat op) {
            return true;
        }

        @Override
        public Boolean slice(Op.Slice op) {
            return false;
        }

        @Override
        public Boolean last(Op.Last op) {
            return false;
        }

        @Override
        public Boolean atLast(Op.AtLast op) {
            return false;
        }

        @Override
        public Boolean shift(Op.Shift op) {
            return false;
        }

        @Override
        public Boolean gather(TokenOp.Gather op) {
            return true;
        }

        @Override
        public Boolean scatter(TokenOp.Scatter op) {
            return true;
        }

        @Override
        public Boolean softmax(TokenOp.Softmax op) {
            return true;
        }

        @Override
        public Boolean logSoftmax(TokenOp.LogSoftmax op) {
            return true;
        }

        @Override
        public Boolean crossEntropy(TokenOp.CrossEntropy op) {
            return true;
        }

        @Override
        public Boolean crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
            return true;
        }

        @Override
        public Boolean lay(SpanOp.Lay op) {
            return true;
        }

        @Override
        public Boolean unlay(SpanOp.Unlay op) {
            return true;
        }

        @Override
        public Boolean alive(SpanOp.Alive op) {
            return true;
        }

        @Override
        public Boolean widen(SpanOp.Widen op) {
            return true;
        }

        @Override
        public Boolean sumSpans(SpanOp.SumSpans op) {
            return true;
        }

        @Override
        public Boolean softmaxSpans(SpanOp.SoftmaxSpans op) {
            return true;
        }

        @Override
        public Boolean positions(SpanOp.Positions op) {
            return true;
        }

        @Override
        public Boolean sumSteps(StepsOp.SumSteps op) {
            return true;
        }

        @Override
        public Boolean softmaxSteps(StepsOp.SoftmaxSteps op) {
            return true;
        }

        @Override
        public Boolean lengths(StepsOp.Lengths op) {
            return true;
        }

        @Override
        public Boolean reverse(StepsOp.Reverse op) {
            return true;
        }

        @Override
        public Boolean scan(Op.Scan op) {
            return false;
        }
    };
}
