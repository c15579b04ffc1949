package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What groups of instructions of one block read from and write for others. */
final class Touched {
    private final List<Instr> instrs;
    private final Set<Value> readElsewhere;
    private final Map<Value, BitSet> readers = new HashMap<>();
    private final Map<Value, Value> slicedFrom = new HashMap<>();
    private final Map<Value, Value> partOf = new HashMap<>();

    Touched(List<Instr> instrs, Set<Value> readElsewhere) {
        this.instrs = instrs;
        this.readElsewhere = readElsewhere;
        for (int i = 0; i < instrs.size(); i++) {
            Instr instr = instrs.get(i);
            for (Value value : FreeValues.of(instr)) {
                readers.computeIfAbsent(value, key -> new BitSet()).set(i);
            }
            if (instr.op() instanceof Op.Slice) {
                slicedFrom.put(instr.result(), instr.operands().get(0));
            }
            if (instr.op() instanceof Op.Concat) {
                instr.operands().forEach(part -> partOf.putIfAbsent(part, instr.result()));
            }
        }
    }

    /** How many values {@code group} reads and writes; slices of one value count once, and so do parts of one concat. */
    int count(BitSet group) {
        Set<Value> inside = new HashSet<>();
        group.stream().forEach(i -> inside.addAll(instrs.get(i).results()));
        Set<Value> read = new HashSet<>();
        Set<Value> written = new HashSet<>();
        group.stream().forEach(i -> {
            for (Value operand : instrs.get(i).operands()) {
                if (!inside.contains(operand)) {
                    read.add(slicedFrom.getOrDefault(operand, operand));
                }
            }
            for (Value result : instrs.get(i).results()) {
                if (isReadOutside(result, group)) {
                    written.add(partOf.getOrDefault(result, result));
                }
            }
        });
        return read.size() + written.size();
    }

    private boolean isReadOutside(Value value, BitSet group) {
        BitSet outside = (BitSet) readers.getOrDefault(value, new BitSet()).clone();
        outside.andNot(group);
        return readElsewhere.contains(value) || !outside.isEmpty();
    }
}
