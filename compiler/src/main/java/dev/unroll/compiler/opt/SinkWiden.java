package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds up what a step has for a memory before it is widened, so that a step touches the spans alive only.
 *
 * <pre>
 *   a = widen(x); b = widen(y); c = a + b   ->   z = x + y; c = widen(z)
 * </pre>
 *
 * Sums, differences and multiples of nothing are nothing: the rows of examples that have ended stay 0.
 */
final class SinkWiden extends Rewriting {
    private SinkWiden(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new SinkWiden(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        Optional<List<Value>> sources = sources(instr);
        if (sources.isEmpty()) {
            code.append(instr);
            return;
        }
        Value result = instr.result();
        Type alive = result.type()
                .withExtent(result.type().extent().atStep(result.type().extent().by()));
        Value sum = code.append(List.of(result.name()), instr.op(), sources.get(), List.of(alive))
                .get(0);
        code.append(new Instr(List.of(result), new SpanOp.Widen(), List.of(sum), instr.origin()));
    }

    /** What was widened to the operands of a linear expression; empty for every other instruction. */
    private Optional<List<Value>> sources(Instr instr) {
        boolean sum = instr.op() instanceof Op.Pointwise pointwise
                && instr.results().size() == 1
                && instr.result().type().extent().kind() == Extent.Kind.SPANS
                && Linearity.isLinear(
                        pointwise.scalar(),
                        instr.operands().stream()
                                .map(operand -> Linearity.LINEAR)
                                .toList());
        if (!sum) {
            return Optional.empty();
        }
        List<Value> sources = new ArrayList<>();
        for (Value operand : instr.operands()) {
            Optional<Instr> widen = definition(operand).filter(definition -> definition.op() instanceof SpanOp.Widen);
            if (widen.isEmpty()) {
                return Optional.empty();
            }
            sources.add(widen.get().operands().get(0));
        }
        return Optional.of(sources);
    }
}
