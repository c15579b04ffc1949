package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How often values are read; being a block's result is a read. */
final class Reads {
    private Reads() {}

    static Map<Value, Integer> count(Program program) {
        Map<Value, Integer> reads = new HashMap<>();
        for (Block block : program.blocks()) {
            count(block, reads);
        }
        return reads;
    }

    static Map<Value, Integer> count(Block block) {
        Map<Value, Integer> reads = new HashMap<>();
        count(block, reads);
        return reads;
    }

    /** The operands of all pointwise instructions. */
    static Set<Value> byPointwise(Program program) {
        Set<Value> read = new HashSet<>();
        for (Block block : program.blocks()) {
            byPointwise(block, read);
        }
        return read;
    }

    private static void byPointwise(Block block, Set<Value> read) {
        for (Instr instr : block.instrs()) {
            if (instr.op() instanceof Op.Pointwise) {
                read.addAll(instr.operands());
            } else if (instr.op() instanceof Op.Scan scan) {
                byPointwise(scan.body(), read);
            }
        }
    }

    private static void count(Block block, Map<Value, Integer> reads) {
        for (Instr instr : block.instrs()) {
            instr.operands().forEach(value -> reads.merge(value, 1, Integer::sum));
            if (instr.op() instanceof Op.Scan scan) {
                count(scan.body(), reads);
            }
        }
        block.results().forEach(value -> reads.merge(value, 1, Integer::sum));
    }
}
