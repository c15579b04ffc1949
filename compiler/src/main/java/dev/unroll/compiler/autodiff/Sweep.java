package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks a block from its last instruction to its first and writes the code of all cotangents. */
final class Sweep {
    private final IrBuilder code;
    private final Set<Value> active;
    private final Cotangents cotangents;
    private final Map<Instr, Instr> scansWithResiduals = new HashMap<>();
    private final Map<Value, Value> taken = new HashMap<>();

    Sweep(IrBuilder code, Set<Value> active) {
        this.code = code;
        this.active = active;
        this.cotangents = new Cotangents(code, active);
    }

    IrBuilder code() {
        return code;
    }

    Set<Value> active() {
        return active;
    }

    Cotangents cotangents() {
        return cotangents;
    }

    boolean isActive(Value value) {
        return active.contains(value);
    }

    /** Adds the cotangents of everything that {@code instrs} read. Those of its results must be there. */
    void run(List<Instr> instrs) {
        for (int i = instrs.size() - 1; i >= 0; i--) {
            Instr instr = instrs.get(i);
            Origin outer = code.origin();
            code.origin(instr.origin());
            List<Optional<Value>> ofResults = new ArrayList<>();
            for (Value result : instr.results()) {
                Optional<Value> cotangent = cotangents.take(result);
                cotangent.ifPresent(value -> taken.put(result, value));
                ofResults.add(cotangent);
            }
            if (ofResults.stream().anyMatch(Optional::isPresent)) {
                instr.op().match(new VjpRules(instr, ofResults, this)).forEach(cotangents::add);
            }
            code.origin(outer);
        }
    }

    /** The whole cotangent of {@code value}, written as zeros when it is 0; also of what the walk has passed. */
    Value cotangentOf(Value value) {
        Value passed = taken.get(value);
        return passed != null ? passed : cotangents.takeOrZero(value);
    }

    /** Notes that {@code scan} becomes {@code withResiduals}, which stacks what the reverse loop reads. */
    void keepResiduals(Instr scan, Instr withResiduals) {
        scansWithResiduals.put(scan, withResiduals);
    }

    /** {@code block} with its scans stacking what their reverse loops read. */
    Block withResiduals(Block block) {
        List<Instr> instrs = block.instrs().stream()
                .map(instr -> scansWithResiduals.getOrDefault(instr, instr))
                .toList();
        return new Block(block.parameters(), instrs, block.results());
    }
}
