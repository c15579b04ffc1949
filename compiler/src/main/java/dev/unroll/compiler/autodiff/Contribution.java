package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Value;

/**
 * A part of a value's cotangent, from one of its readers.
 *
 * @param primal the value read
 * @param from first column that the part is for
 * @param to column after the last
 * @param cotangent as wide as those columns, otherwise of the primal's type
 */
record Contribution(Value primal, int from, int to, Value cotangent) {
    /** A contribution to all columns. */
    static Contribution whole(Value primal, Value cotangent) {
        return new Contribution(primal, 0, primal.type().width(), cotangent);
    }
}
