package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what nobody reads: instructions, results of pointwise code, and of loops the stacked values, totals, carried
 * states (a state that only its own next value reads is unread) and sequences. What {@code backward} reads of {@code
 * forward} counts as read. Parameters and inputs stay.
 *
 * <pre>
 *   y, z = pointwise { ... }; only y is read         ->   y = pointwise { what y needs }
 *   hT, cT, h = scan(x, k, h0, c0); only h is read   ->   h and the states it needs
 * </pre>
 */
final class DeadCode {
    private DeadCode() {}

    static Program run(Program program) {
        Block backward = prune(program.backward(), Set.of());
        Block forward = prune(program.forward(), FreeValues.of(backward));
        return program.mapPredictions(block -> prune(block, Set.of()))
                .withForward(forward)
                .withBackward(backward, program.gradients());
    }

    /** {@code block} without what neither its results nor {@code readElsewhere} need. */
    private static Block prune(Block block, Set<Value> readElsewhere) {
        Set<Value> read = new HashSet<>(readElsewhere);
        read.addAll(block.results());
        List<Instr> kept = new ArrayList<>();
        for (int i = block.instrs().size() - 1; i >= 0; i--) {
            Instr instr = block.instrs().get(i);
            if (instr.results().stream().anyMatch(read::contains)) {
                Instr pruned = prune(instr, read);
                kept.add(pruned);
                read.addAll(FreeValues.of(pruned));
            }
        }
        Collections.reverse(kept);
        return new Block(block.parameters(), kept, block.results());
    }

    private static Instr prune(Instr instr, Set<Value> read) {
        if (instr.op() instanceof Op.Pointwise pointwise) {
            return prune(instr, pointwise.scalar(), read);
        }
        return instr.op() instanceof Op.Scan scan ? new DeadLoopParts(instr, scan, read).prune() : instr;
    }

    private static Instr prune(Instr instr, Scalar scalar, Set<Value> read) {
        ScalarSimplifier simplifier = new ScalarSimplifier();
        List<Scalar.Ref> arguments =
                instr.operands().stream().map(simplifier::argument).toList();
        List<Scalar.Ref> all = simplifier.inline(scalar, arguments);
        List<Value> results = new ArrayList<>();
        List<Scalar.Ref> refs = new ArrayList<>();
        for (int i = 0; i < instr.results().size(); i++) {
            if (read.contains(instr.results().get(i))) {
                results.add(instr.results().get(i));
                refs.add(all.get(i));
            }
        }
        ScalarSimplifier.Kernel kernel = simplifier.kernel(refs);
        return new Instr(results, new Op.Pointwise(kernel.scalar()), kernel.operands(), instr.origin());
    }

    /** The instructions of {@code block} that {@code results} need, pruned. */
    static Block withResults(Block block, List<Value> results) {
        return prune(new Block(block.parameters(), block.instrs(), results), Set.of());
    }
}
