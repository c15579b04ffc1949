package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When a carried state that is kept in one place may be overwritten: not before the body's last read of what it was before
 * the step.
 */
final class CarriedState {
    private final Block body;
    private final Value before;

    CarriedState(Block body, Value before) {
        this.body = body;
        this.before = before;
    }

    /** Whether the body's instruction {@code index}, defining {@code written}, may write it where the state is. */
    boolean mayBeOverwritten(int index, Value written) {
        Set<Value> views = views();
        if (body.results().stream().anyMatch(views::contains)) {
            return false;
        }
        for (int i = index; i < body.instrs().size(); i++) {
            Instr instr = body.instrs().get(i);
            boolean reads = instr.operands().stream().anyMatch(views::contains);
            if (reads && !isView(instr) && !(i == index && readsInPlace(instr, views, written))) {
                return false;
            }
        }
        return true;
    }

    /** The state and what is read from its memory without a copy. */
    private Set<Value> views() {
        Set<Value> views = new HashSet<>(Set.of(before));
        for (Instr instr : body.instrs()) {
            if (isView(instr) && views.contains(instr.operands().get(0))) {
                views.add(instr.result());
            }
        }
        return views;
    }

    private static boolean isView(Instr instr) {
        return instr.op() instanceof Op.Slice || instr.op() instanceof Op.Broadcast;
    }

    /** Whether an instruction reads the state element by element where it writes, or only adds to it. */
    private boolean readsInPlace(Instr instr, Set<Value> views, Value written) {
        List<Value> operands = instr.operands();
        if (instr.op() instanceof Op.Pointwise) {
            return operands.stream()
                    .allMatch(v ->
                            !views.contains(v) || (v.equals(before) && v.type().equals(written.type())));
        }
        if (instr.op() instanceof TokenOp.Softmax || instr.op() instanceof TokenOp.LogSoftmax) {
            return operands.get(0).equals(before);
        }
        return instr.op() instanceof Op.MatMul
                && operands.size() == 3
                && operands.get(2).equals(before)
                && operands.subList(0, 2).stream().noneMatch(views::contains);
    }
}
