package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/** The reverse of the operations of attention; see {@link VjpRules}. */
abstract class SpanVjpRules extends TokenVjpRules implements SpanOp.Cases<List<Contribution>> {
    private final Instr instr;
    private final IrBuilder code;

    SpanVjpRules(Instr instr, List<Optional<Value>> cotangents, Sweep sweep) {
        super(instr, cotangents, sweep);
        this.instr = instr;
        this.code = sweep.code();
    }

    @Override
    public final List<Contribution> lay(SpanOp.Lay op) {
        return whole(0, code.unlay(name(0), g()));
    }

    @Override
    public final List<Contribution> unlay(SpanOp.Unlay op) {
        return whole(0, code.lay(name(0), g(), operand(0).type().extent().by()));
    }

    /** {@code dx}: g, and 0 for the examples that have ended; summed over the steps by the loop. */
    @Override
    public final List<Contribution> alive(SpanOp.Alive op) {
        return whole(0, code.widen(name(0), g()));
    }

    @Override
    public final List<Contribution> widen(SpanOp.Widen op) {
        return whole(0, code.alive(name(0), g()));
    }

    /** {@code dx}: g at every span. */
    @Override
    public final List<Contribution> sumSpans(SpanOp.SumSpans op) {
        return whole(0, code.broadcast(name(0), g(), operand(0).type()));
    }

    /** {@code dx = y (g - sum(g y))}, the sum over a reader's spans. */
    @Override
    public final List<Contribution> softmaxSpans(SpanOp.SoftmaxSpans op) {
        Value y = instr.result();
        Value sum = code.sumSpans(name(0) + "_sum", code.pointwise(name(0) + "_part", Fn.MUL, g(), y));
        return whole(0, softmaxSlope(y, code.broadcast(name(0) + "_sums", sum, y.type())));
    }

    @Override
    public final List<Contribution> positions(SpanOp.Positions op) {
        return List.of();
    }
}
