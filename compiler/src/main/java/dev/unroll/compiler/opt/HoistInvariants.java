package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a loop computes from fixed values only is computed once before it.
 *
 * <pre>
 *   scan(...) { v = tanh(W); z = matmul(#h, v); ... }   ->   v = tanh(W); scan(...) { z = matmul(#h, v); ... }
 * </pre>
 *
 * Constants stay where they are read.
 */
final class HoistInvariants extends Rewriting {
    private HoistInvariants(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new HoistInvariants(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        code.append(instr.op() instanceof Op.Scan scan ? hoist(instr, scan, code) : instr);
    }

    private static Instr hoist(Instr loop, Op.Scan scan, IrBuilder code) {
        Set<Value> inside = new HashSet<>(scan.body().parameters());
        List<Instr> rest = new ArrayList<>();
        for (Instr instr : scan.body().instrs()) {
            boolean fixed = instr.results().get(0).type().extent().isFixed();
            if (fixed
                    && !(instr.op() instanceof Op.Constant)
                    && instr.operands().stream().noneMatch(inside::contains)) {
                code.append(instr);
            } else {
                rest.add(instr);
                inside.addAll(instr.results());
            }
        }
        Block body = new Block(scan.body().parameters(), rest, scan.body().results());
        return new Instr(loop.results(), scan.withBody(body), loop.operands(), loop.origin());
    }
}
