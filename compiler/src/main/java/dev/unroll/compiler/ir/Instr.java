package dev.unroll.compiler.ir;

import java.util.List;

/** {@code results = op(operands)}. Operand order is given by the op. */
public record Instr(List<Value> results, Op op, List<Value> operands, Origin origin) {
    public Instr {
        results = List.copyOf(results);
        operands = List.copyOf(operands);
    }

    /** The only result of an op that has one. */
    public Value result() {
        if (results.size() != 1) {
            throw new IllegalStateException(op.name() + " has " + results.size() + " results");
        }
        return results.get(0);
    }
}
