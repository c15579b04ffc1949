package dev.unroll.compiler.lower;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Term;
import java.util.Optional;

/** What the step of a decoder reads from the model around it. */
interface Surroundings {
    /** Those of the model itself. */
    Surroundings NONE = new Surroundings() {
        @Override
        public Value outer(String name) {
            throw new CompilerBug("lower", "nothing is bound to " + name);
        }
    };

    /** A value of the model, a row for each row of the step. */
    Value outer(String name);

    /** The rows of a sequence of the model as those who attend to it have them; empty where they have them as they are. */
    default Optional<Value> keys(Term operand) {
        return Optional.empty();
    }

    /** A value that has been computed outside. */
    default Optional<Value> known(Term term) {
        return Optional.empty();
    }
}
