package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which value is read instead of another; the tool of rewrites. Only reads change, definitions stay, nested bodies
 * included. Chains are followed: after {@code a -> b} and {@code b -> c}, a read of {@code a} becomes one of {@code c}.
 */
public final class Substitution {
    private final Map<Value, Value> replacements = new HashMap<>();

    /**
     * Reads of {@code old} become reads of {@code replacement}.
     *
     * @throws IllegalArgumentException if the types differ or {@code replacement} already becomes {@code old}
     */
    public void replace(Value old, Value replacement) {
        if (!old.type().equals(replacement.type())) {
            throw new IllegalArgumentException(
                    old + " of " + old.type() + " cannot become " + replacement + " of " + replacement.type());
        }
        if (apply(replacement).equals(old)) {
            throw new IllegalArgumentException(old + " would become itself");
        }
        replacements.put(old, replacement);
    }

    /** {@link #replace(Value, Value)} pair by pair. */
    public void replaceAll(List<Value> old, List<Value> replacement) {
        if (old.size() != replacement.size()) {
            throw new IllegalArgumentException(old + " cannot become " + replacement);
        }
        for (int i = 0; i < old.size(); i++) {
            replace(old.get(i), replacement.get(i));
        }
    }

    public boolean isEmpty() {
        return replacements.isEmpty();
    }

    /** What is read instead of {@code value}; itself if nothing replaces it. */
    public Value apply(Value value) {
        Value current = value;
        for (Value next = replacements.get(current); next != null; next = replacements.get(current)) {
            current = next;
        }
        return current;
    }

    public List<Value> apply(List<Value> values) {
        return values.stream().map(this::apply).toList();
    }

    /** The instruction with its operands, and the reads of its body, replaced. */
    public Instr apply(Instr instr) {
        Op op = instr.op() instanceof Op.Scan scan ? scan.withBody(apply(scan.body())) : instr.op();
        return new Instr(instr.results(), op, apply(instr.operands()), instr.origin());
    }

    /** The block with all reads replaced, its results included. */
    public Block apply(Block block) {
        List<Instr> instrs = block.instrs().stream().map(this::apply).toList();
        return new Block(block.parameters(), instrs, apply(block.results()));
    }

    /**
     * A copy of {@code instr} whose definitions (nested ones too) are fresh; this substitution then maps the old results
     * to the new.
     */
    public Instr copy(Instr instr, ValueIds ids) {
        Op op = instr.op() instanceof Op.Scan scan ? scan.withBody(copy(scan.body(), ids)) : instr.op();
        List<Value> operands = apply(instr.operands());
        return new Instr(define(instr.results(), ids), op, operands, instr.origin());
    }

    /** A copy of {@code block} whose definitions (parameters and nested ones too) are fresh. */
    public Block copy(Block block, ValueIds ids) {
        List<Value> parameters = define(block.parameters(), ids);
        List<Instr> instrs = new ArrayList<>();
        for (Instr instr : block.instrs()) {
            instrs.add(copy(instr, ids));
        }
        return new Block(parameters, instrs, apply(block.results()));
    }

    private List<Value> define(List<Value> values, ValueIds ids) {
        List<Value> fresh = values.stream().map(ids::freshLike).toList();
        for (int i = 0; i < values.size(); i++) {
            replacements.put(values.get(i), fresh.get(i));
        }
        return fresh;
    }
}
