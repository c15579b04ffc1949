package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value of a run is read, scan bodies and block results included. */
final class Uses {
    private final Map<Integer, Integer> counts = new HashMap<>();

    private Uses() {}

    static Uses of(List<Block> blocks) {
        Uses uses = new Uses();
        blocks.forEach(uses::add);
        return uses;
    }

    private void add(Block block) {
        for (Instr instr : block.instrs()) {
            instr.operands().forEach(this::add);
            if (instr.op() instanceof Op.Scan scan) {
                add(scan.body());
            }
        }
        block.results().forEach(this::add);
    }

    private void add(Value value) {
        counts.merge(value.id(), 1, Integer::sum);
    }

    int count(Value value) {
        return counts.getOrDefault(value.id(), 0);
    }

    boolean read(Value value) {
        return count(value) > 0;
    }
}
