package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a loop computes from fixed values only is computed once before it.
 *
 * <pre>
 *   scan(...) { v = tanh(W); z = matmul(#h, v); ... }   ->   v = tanh(W); scan(...) { z = matmul(#h, v); ... }
 * </pre>
 *
 * Constants stay where they are read. What is computed row by row from a memory that the loop attends to is computed for the whole
 * memory before it:
 *
 * <pre>
 *   scan(...) { k = alive(memory); z = matmul(k, W); ... }   ->   w = matmul(memory, W); scan(...) { z = alive(w); ... }
 * </pre>
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
        Map<Value, Value> memories = new HashMap<>();
        List<Instr> rest = new ArrayList<>();
        for (Instr instr : scan.body().instrs()) {
            if (instr.op() instanceof SpanOp.Alive
                    && !inside.contains(instr.operands().get(0))) {
                memories.put(instr.result(), instr.operands().get(0));
            } else if (isOfMemories(instr, memories, inside)) {
                Value memory = outside(instr, memories, code);
                memories.put(instr.result(), memory);
                inside.add(instr.result());
                rest.add(new Instr(instr.results(), new SpanOp.Alive(), List.of(memory), instr.origin()));
                continue;
            }
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

    /** Whether {@code instr} computes the spans of a step, each from its own of memories and from what is the same everywhere. */
    private static boolean isOfMemories(Instr instr, Map<Value, Value> memories, Set<Value> inside) {
        return isByRow(instr.op())
                && instr.results().size() == 1
                && instr.operands().stream().anyMatch(memories::containsKey)
                && instr.operands().stream()
                        .allMatch(operand -> memories.containsKey(operand)
                                || (operand.type().extent().isFixed() && !inside.contains(operand)));
    }

    private static boolean isByRow(Op op) {
        return (op instanceof Op.MatMul product && !product.transposeA())
                || op instanceof Op.Pointwise
                || op instanceof Op.SumFeatures
                || op instanceof Op.Concat
                || op instanceof Op.Slice
                || op instanceof Op.Broadcast
                || op instanceof SpanOp.SoftmaxSpans;
    }

    private static Value outside(Instr instr, Map<Value, Value> memories, IrBuilder code) {
        List<Value> operands = instr.operands().stream()
                .map(operand -> memories.getOrDefault(operand, operand))
                .toList();
        Type type = instr.result().type();
        Type whole = type.withExtent(type.extent().carried());
        code.origin(instr.origin());
        return code.append(List.of(instr.result().name()), instr.op(), operands, List.of(whole))
                .get(0);
    }
}
