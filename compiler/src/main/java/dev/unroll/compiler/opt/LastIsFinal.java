package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.Optional;

/**
 * The last row of a stacked state is the state a forward loop ends with.
 *
 * <pre>
 *   hT, h = scan { ...; h' ; yield h', stack h' }; l = last(h)   ->   reads of l become reads of hT
 * </pre>
 *
 * Not for reversed loops: those end at the first step.
 */
final class LastIsFinal extends Rewriting {
    private LastIsFinal(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new LastIsFinal(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        if (instr.op() instanceof Op.Last) {
            Value sequence = instr.operands().get(0);
            Optional<Value> state = definition(sequence).flatMap(loop -> finalState(loop, sequence));
            if (state.isPresent()) {
                replace(instr.result(), state.get());
                return;
            }
        }
        code.append(instr);
    }

    private static Optional<Value> finalState(Instr loop, Value sequence) {
        if (!(loop.op() instanceof Op.Scan scan) || scan.reverse()) {
            return Optional.empty();
        }
        Value row = scan.body().results().get(loop.results().indexOf(sequence));
        int state = scan.body().results().indexOf(row);
        return state < scan.carried() ? Optional.of(loop.results().get(state)) : Optional.empty();
    }
}
