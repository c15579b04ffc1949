package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same operation on the same operands is done once. {@code backward} reuses the products, sums and sequences that
 * {@code forward} computed, but not its pointwise code: that is cheaper to repeat than to keep.
 *
 * <pre>
 *   y = f(x); z = f(x)                    ->   y = f(x), reads of z become reads of y
 *   scan(x, x) { #x1, #x2; yield y, y }   ->   scan(x) { #x1; yield y }
 * </pre>
 *
 * Masks of one stream are the same mask. Loops are compared only inside.
 */
final class CommonSubexpressions {
    private final Substitution substitution = new Substitution();
    private final Set<Value> worthKeeping = new HashSet<>();

    private CommonSubexpressions() {}

    static Program run(Program program) {
        CommonSubexpressions work = new CommonSubexpressions();
        Program predicting = program.mapPredictions(block -> work.visit(block, new HashMap<>()));
        Map<List<Object>, List<Value>> known = new HashMap<>();
        Block forward = work.visit(program.forward(), known);
        known.values().removeIf(values -> !work.worthKeeping.contains(values.get(0)));
        Block backward = work.visit(program.backward(), known);
        return predicting.withForward(forward).withBackward(backward, program.gradients());
    }

    private Block visit(Block block, Map<List<Object>, List<Value>> known) {
        List<Instr> instrs = new ArrayList<>();
        for (Instr original : block.instrs()) {
            Instr instr = substitution.apply(original);
            if (instr.op() instanceof Op.Scan scan) {
                instrs.add(new SharedLoopParts(instr, scan, substitution).share(body -> visit(body, fixed(known))));
            } else {
                List<Value> same = known.putIfAbsent(key(instr), instr.results());
                if (same == null) {
                    instrs.add(instr);
                    if (isWorthKeeping(instr.op())) {
                        worthKeeping.addAll(instr.results());
                    }
                } else {
                    substitution.replaceAll(instr.results(), same);
                }
            }
        }
        return new Block(block.parameters(), instrs, substitution.apply(block.results()));
    }

    private static boolean isWorthKeeping(Op op) {
        return !(op instanceof Op.Pointwise
                || op instanceof Op.Constant
                || op instanceof Op.Broadcast
                || op instanceof Op.Concat
                || op instanceof Op.Slice);
    }

    /** What a loop's body may read of what is known outside. */
    private static Map<List<Object>, List<Value>> fixed(Map<List<Object>, List<Value>> known) {
        Map<List<Object>, List<Value>> fixed = new HashMap<>();
        known.forEach((key, values) -> {
            if (values.get(0).type().extent().isFixed()) {
                fixed.put(key, values);
            }
        });
        return fixed;
    }

    private static List<Object> key(Instr instr) {
        Object op = instr.op() instanceof Op.Pointwise pointwise ? unnamed(pointwise.scalar()) : instr.op();
        return List.of(
                op, instr.operands(), instr.results().stream().map(Value::type).toList());
    }

    private static Scalar unnamed(Scalar scalar) {
        List<Step> steps = scalar.steps().stream()
                .map(step -> new Step("s", step.fn(), step.operands()))
                .toList();
        return new Scalar(scalar.arguments(), steps, scalar.results());
    }
}
