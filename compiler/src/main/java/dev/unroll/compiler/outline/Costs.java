package dev.unroll.compiler.outline;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up a block's floating-point operations under the labels of the layers they come from. */
final class Costs {
    private final Map<String, Cost> byLayer = new LinkedHashMap<>();

    private Costs() {}

    static Map<String, Cost> of(Block block) {
        Costs costs = new Costs();
        costs.add(block);
        return costs.byLayer;
    }

    private void add(Block block) {
        for (Instr instr : block.instrs()) {
            if (instr.op() instanceof Op.Scan scan) {
                add(scan.body());
            } else {
                byLayer.merge(instr.origin().layer(), cost(instr), Cost::plus);
            }
        }
    }

    private static Cost cost(Instr instr) {
        if (instr.results().isEmpty()) {
            return Cost.NONE;
        }
        Type type = instr.results().get(0).type();
        long perRow = perRow(instr, type);
        return switch (type.extent().kind()) {
            case FIXED -> Cost.NONE;
            case BATCH -> new Cost(0, perRow);
            case TOKENS, STEP, SPANS, STEPSPANS, PAIRS -> new Cost(perRow, 0);
        };
    }

    private static long perRow(Instr instr, Type type) {
        if (instr.op() instanceof Op.MatMul) {
            return 2L * instr.operands().get(0).type().width() * type.width();
        }
        if (instr.op() instanceof Op.Pointwise pointwise) {
            return (long) pointwise.scalar().steps().size() * type.width();
        }
        boolean moves = instr.op() instanceof Op.Constant
                || instr.op() instanceof Op.Broadcast
                || instr.op() instanceof Op.Concat
                || instr.op() instanceof Op.Slice
                || instr.op() instanceof Op.Last
                || instr.op() instanceof Op.Shift
                || instr.op() instanceof TokenOp.Gather
                || instr.op() instanceof StepsOp.Lengths
                || instr.op() instanceof StepsOp.Reverse;
        return moves ? 0 : type.width();
    }
}
