package dev.unroll.compiler.ir;

import java.util.LinkedHashSet;
import java.util.Set;

/** What instructions and blocks read from outside themselves. */
public final class FreeValues {
    private final Set<Value> free = new LinkedHashSet<>();
    private final Set<Value> defined = new LinkedHashSet<>();

    private FreeValues() {}

    /** Operands of {@code instr}, and what its body reads from enclosing blocks; in order of first read. */
    public static Set<Value> of(Instr instr) {
        FreeValues values = new FreeValues();
        values.visit(instr);
        return values.free;
    }

    /** What {@code block} reads and does not define, results included; in order of first read. */
    public static Set<Value> of(Block block) {
        FreeValues values = new FreeValues();
        values.visit(block);
        return values.free;
    }

    private void visit(Block block) {
        defined.addAll(block.parameters());
        block.instrs().forEach(this::visit);
        block.results().forEach(this::read);
    }

    private void visit(Instr instr) {
        instr.operands().forEach(this::read);
        if (instr.op() instanceof Op.Scan scan) {
            visit(scan.body());
        }
        defined.addAll(instr.results());
    }

    private void read(Value value) {
        if (!defined.contains(value)) {
            free.add(value);
        }
    }
}
