package dev.unroll.compiler.ir;

/**
 * A value of the IR: assigned once, by a parameter, an input or one instruction.
 *
 * @param id unique within its program, blocks and scan bodies included
 * @param name a hint that survives into generated code, such as {@code lstm1_h}; {@code [A-Za-z][A-Za-z0-9_]*}; need not
 *     be unique
 */
public record Value(int id, String name, Type type) {
    public Value {
        if (id < 0) {
            throw new IllegalArgumentException("value id " + id);
        }
        Names.require(name);
    }

    /** For example {@code %lstm1_h.12}. */
    @Override
    public String toString() {
        return "%" + name + "." + id;
    }
}
