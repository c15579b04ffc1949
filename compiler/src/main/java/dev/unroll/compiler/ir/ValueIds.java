package dev.unroll.compiler.ir;

import java.util.List;

/** Hands out the ids of one program's values. Not thread-safe: one compilation, one thread. */
public final class ValueIds {
    private int next;

    private ValueIds(int next) {
        this.next = next;
    }

    /** For a program that has no values yet. */
    public static ValueIds fromZero() {
        return new ValueIds(0);
    }

    /** For a rewrite of {@code program}: every id handed out is greater than all in it. */
    public static ValueIds after(Program program) {
        int max = -1;
        for (Value value : program.parameterValues()) {
            max = Math.max(max, value.id());
        }
        max = Math.max(max, maxOf(program.inputs()));
        for (Program.Phase phase : program.phases()) {
            max = Math.max(max, maxOf(phase.inputs()));
        }
        for (Block block : program.blocks()) {
            max = Math.max(max, maxOf(block));
        }
        return new ValueIds(max + 1);
    }

    /** A value that no other instruction defines. */
    public Value fresh(String name, Type type) {
        return new Value(next++, name, type);
    }

    /** Another value of the same name and type. */
    public Value freshLike(Value value) {
        return fresh(value.name(), value.type());
    }

    private static int maxOf(Block block) {
        int max = maxOf(block.parameters());
        for (Instr instr : block.instrs()) {
            max = Math.max(max, maxOf(instr.results()));
            if (instr.op() instanceof Op.Scan scan) {
                max = Math.max(max, maxOf(scan.body()));
            }
        }
        return max;
    }

    private static int maxOf(List<Value> values) {
        return values.stream().mapToInt(Value::id).max().orElse(-1);
    }
}
