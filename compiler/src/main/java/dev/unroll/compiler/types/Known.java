package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;
import java.util.Map;

/** A value the compiler knows: what hyper-parameters and options are bound to. */
sealed interface Known {
    /** A number; {@code whole} if it was declared or written as an integer. */
    record Num(double value, boolean whole) implements Known {}

    /** A function of one number, such as an activation. */
    record Function(Fn fn) implements Known {}

    /** How a weight starts. */
    record InitOf(Init init) implements Known {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements Known {}

    /**
     * How the states of a cell start.
     *
     * @param byState of states that are told apart by name
     * @param other of all others
     */
    record Start(Map<String, StateStart> byState, StateStart other) implements Known {
        static Start of(StateStart all) {
            return new Start(Map.of(), all);
        }

        StateStart of(String state) {
            return byState.getOrDefault(state, other);
        }
    }
}
