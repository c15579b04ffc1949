package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * {@code Wi, Wf : float[units, n] init glorot} after the word {@code weights}. A {@code weights} line with several types is several of
 * these.
 *
 * @param names at least one
 * @param init how they begin, if said
 */
public record Weights(Span span, Optional<Doc> doc, List<Name> names, TypeExpr type, Optional<Expr> init)
        implements Node {
    /** Copies the names. */
    public Weights {
        names = List.copyOf(names);
    }
}
