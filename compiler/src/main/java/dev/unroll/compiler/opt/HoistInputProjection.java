package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A product in a loop that does not depend on the carried states is done once for all steps before the loop.
 *
 * <pre>
 *   scan(x, h0) { z = matmul(#x, W, b); h' = f(z, h) }   ->   z = matmul(x, W, b); scan(z, h0) { h' = f(#z, h) }
 * </pre>
 *
 * So is a gather, {@code y = gather(table, #ids)}.
 *
 * What the product is computed from (slices, dropout masks applied to x) goes with it. Sequences that only it read are
 * dropped from the loop.
 */
final class HoistInputProjection extends Rewriting {
    private HoistInputProjection(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new HoistInputProjection(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        if (instr.op() instanceof Op.Scan scan) {
            List<Instr> products = products(scan);
            code.append(products.isEmpty() ? instr : hoist(instr, scan, products, code));
        } else {
            code.append(instr);
        }
    }

    /** The products and gathers of the body that are functions of sequences and fixed values. */
    private static List<Instr> products(Op.Scan scan) {
        Set<Value> dependent = new HashSet<>(scan.body()
                .parameters()
                .subList(scan.sequences(), scan.body().parameters().size()));
        List<Instr> products = new ArrayList<>();
        for (Instr instr : scan.body().instrs()) {
            // what is read from a memory is not stored for every step, see HoistInvariants
            boolean attended = instr.results().stream()
                    .anyMatch(value -> value.type().extent().isAttended());
            if (attended
                    || sumsOverRows(instr.op())
                    || instr.operands().stream().anyMatch(dependent::contains)) {
                dependent.addAll(instr.results());
            } else if (instr.op() instanceof Op.MatMul || instr.op() instanceof TokenOp.Gather) {
                products.add(instr);
            }
        }
        return products;
    }

    /** Over a step's rows inside a loop, but over all rows outside. */
    private static boolean sumsOverRows(Op op) {
        return op instanceof Op.SumRows
                || op instanceof TokenOp.Scatter
                || (op instanceof Op.MatMul product && product.transposeA());
    }

    /** The products' results become parameters of the body, under the same value. */
    private static Instr hoist(Instr loop, Op.Scan scan, List<Instr> products, IrBuilder code) {
        Block body = scan.body();
        Lift lift = new Lift(body, code);
        List<Value> operands = new ArrayList<>(loop.operands());
        List<Value> parameters = new ArrayList<>(body.parameters());
        for (int i = 0; i < scan.sequences(); i++) {
            lift.know(parameters.get(i), operands.get(i));
        }
        int sequences = scan.sequences();
        for (Instr product : products) {
            operands.add(sequences, lift.lift(product.result()));
            parameters.add(sequences, product.result());
            sequences++;
        }
        code.origin(loop.origin());
        List<Instr> rest = body.instrs().stream()
                .filter(instr -> !products.contains(instr))
                .toList();
        Op.Scan hoisted = new Op.Scan(
                scan.axis(),
                scan.reverse(),
                sequences,
                scan.carried(),
                scan.stacked(),
                scan.totals(),
                new Block(parameters, rest, body.results()));
        Instr all = new Instr(loop.results(), hoisted, operands, loop.origin());
        return new DeadLoopParts(all, hoisted, new HashSet<>(loop.results())).prune();
    }
}
