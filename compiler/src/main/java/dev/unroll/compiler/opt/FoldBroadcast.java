package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.List;

/**
 * Pointwise code spreads its operands itself.
 *
 * <pre>
 *   b = broadcast(x); y = pointwise(b, ...)   ->   y = pointwise(x, ...)
 * </pre>
 *
 * Not where an example's row is repeated over steps, which pointwise code cannot do.
 */
final class FoldBroadcast extends Rewriting {
    private FoldBroadcast(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new FoldBroadcast(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        if (instr.op() instanceof Op.Pointwise) {
            List<Value> operands = instr.operands().stream().map(this::source).toList();
            code.append(new Instr(instr.results(), instr.op(), operands, instr.origin()));
        } else {
            code.append(instr);
        }
    }

    private Value source(Value operand) {
        return definition(operand)
                .filter(definition -> definition.op() instanceof Op.Broadcast)
                .map(definition -> definition.operands().get(0))
                .filter(from -> from.type().extent().isFixed()
                        || from.type().extent().equals(operand.type().extent()))
                .orElse(operand);
    }
}
