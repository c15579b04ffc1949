package dev.unroll.compiler.ir;

import java.util.List;

/**
 * A straight list of instructions. A program's blocks have no parameters; a scan's body has one per sequence and carried
 * state.
 */
public record Block(List<Value> parameters, List<Instr> instrs, List<Value> results) {
    public Block {
        parameters = List.copyOf(parameters);
        instrs = List.copyOf(instrs);
        results = List.copyOf(results);
    }

    /** No instruction and no result, such as {@code backward} before differentiation. */
    public static final Block EMPTY = new Block(List.of(), List.of(), List.of());

    /** A block without parameters. */
    public static Block of(List<Instr> instrs, List<Value> results) {
        return new Block(List.of(), instrs, results);
    }

    public boolean isEmpty() {
        return parameters.isEmpty() && instrs.isEmpty() && results.isEmpty();
    }
}
