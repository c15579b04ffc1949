package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.source.Span;
import java.util.Optional;

/** What layers ask of the model in which they stand. */
interface ModelScope {
    /** Whether the model has a value of this name. */
    boolean isValue(String name);

    /** Whether cells go one step at each use, instead of running over a sequence. */
    default boolean stepsItself() {
        return false;
    }

    /** Whether a value of this name has the part that {@code ref} names. */
    boolean hasPart(Expr.Ref ref);

    /** The value of an expression of the model. */
    Typed value(Expr expr);

    /** {@code typed} under a name of its own, made from {@code word}. */
    Typed bound(Typed typed, String word);

    /** The named layer, which must have been used before. */
    Layer layer(String name, Span place);

    /** Whether a copy of a {@code repeat} follows the one that is being typed; empty outside of any. */
    Optional<Boolean> copyFollows();
}
