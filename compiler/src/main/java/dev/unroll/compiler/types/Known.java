package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;

/** A value the compiler knows: what hyper-parameters and options are bound to. */
sealed interface Known {
    /** A number; {@code whole} if it was declared or written as an integer. */
    record Num(double value, boolean whole) implements Known {}

    /** A function of one number, such as an activation. */
    record Function(Fn fn) implements Known {}

    /** How a weight starts. */
    record InitOf(Init init) implements Known {}

    /** How a state starts: from a trained weight or from zeros. */
    record Start(boolean trained) implements Known {}
}
