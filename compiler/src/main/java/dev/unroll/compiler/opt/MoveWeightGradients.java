package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.HashSet;

/**
 * A sum over the rows of every step is one sum over all rows after the loop.
 *
 * <pre>
 *   dW = scan { ...; t = matmul(transposeA; a, b); yield total t }   ->   as, bs = scan { ...; yield stack a, stack b }
 *                                                                         dW = matmul(transposeA; as, bs)
 *   dE = scan { ...; t = scatter(ids, a); yield total t }            ->   as = scan { ...; yield stack a }
 *                                                                         dE = scatter(ids, as)
 *   db = scan { ...; t = sumrows(a); yield total t }                 ->   as = scan { ...; yield stack a }
 *                                                                         db = sumrows(as)
 * </pre>
 *
 * Also what is linear in such sums: sums, slices and concats of them, products with values from outside the loop. A row that is a sequence's, or the state before the step, is not
 * stacked but read (shifted) where it is.
 */
final class MoveWeightGradients extends Rewriting {
    private MoveWeightGradients(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new MoveWeightGradients(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        if (!(instr.op() instanceof Op.Scan scan) || scan.totals() == 0) {
            code.append(instr);
            return;
        }
        TotalsOutside totals = new TotalsOutside(instr, scan, code.ids());
        if (totals.isEmpty()) {
            code.append(instr);
            return;
        }
        Instr loop = totals.loop();
        code.append(new DeadLoopParts(loop, (Op.Scan) loop.op(), new HashSet<>(loop.results())).prune());
        for (Value total : totals.moved()) {
            replace(total, totals.write(total, code));
        }
    }
}
