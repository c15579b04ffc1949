package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A walk over all instructions of a program, in order, bodies of scans before their scans, that rebuilds every block.
 * Subclasses say what becomes of one instruction; what they see has all earlier rewrites in it.
 */
abstract class Rewriting {
    private final ValueIds ids;
    private final Map<Value, Integer> reads;
    private final Set<Value> readByPointwise;
    private final Substitution substitution = new Substitution();
    private Map<Value, Instr> definitions = new HashMap<>();

    Rewriting(Program program) {
        this.ids = ValueIds.after(program);
        this.reads = Reads.count(program);
        this.readByPointwise = Reads.byPointwise(program);
    }

    /** Appends {@code instr}, or something in its place, to {@code code}. */
    abstract void rewrite(Instr instr, IrBuilder code);

    final Program walk(Program program) {
        Program predicting = program.mapPredictions(this::rebuild);
        Block forward = rebuild(program.forward());
        Block backward = rebuild(program.backward());
        return predicting
                .mapPredictions(substitution::apply)
                .withForward(substitution.apply(forward))
                .withBackward(substitution.apply(backward), program.gradients());
    }

    /** All reads of {@code old} become reads of {@code replacement}. */
    final void replace(Value old, Value replacement) {
        substitution.replace(old, replacement);
    }

    /** The instruction of the present block that defines {@code value}, as rewritten; empty for one from elsewhere. */
    final Optional<Instr> definition(Value value) {
        return Optional.ofNullable(definitions.get(value));
    }

    /** Whether {@code value} is read exactly once in the original program; a block's result counts as a read. */
    final boolean isReadOnce(Value value) {
        return reads.getOrDefault(value, 0) == 1;
    }

    /** Whether pointwise code reads {@code value} in the original program. */
    final boolean isReadByPointwise(Value value) {
        return readByPointwise.contains(value);
    }

    private Block rebuild(Block block) {
        Map<Value, Instr> outer = definitions;
        definitions = new HashMap<>();
        IrBuilder code = new IrBuilder(ids);
        for (Instr original : block.instrs()) {
            Instr instr = substitution.apply(original);
            if (instr.op() instanceof Op.Scan scan) {
                Op inside = scan.withBody(rebuild(scan.body()));
                instr = new Instr(instr.results(), inside, instr.operands(), instr.origin());
            }
            int before = code.instrs().size();
            rewrite(instr, code.origin(instr.origin()));
            List<Instr> written = code.instrs();
            for (Instr added : written.subList(before, written.size())) {
                added.results().forEach(value -> definitions.put(value, added));
            }
        }
        definitions = outer;
        return new Block(block.parameters(), code.instrs(), substitution.apply(block.results()));
    }
}
