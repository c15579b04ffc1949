package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.Optional;

/**
 * {@code units: int = 64}: a hyper-parameter, or an input of a cell or an attention.
 *
 * @param initial what it is unless the user says otherwise
 */
public record Param(Span span, Optional<Doc> doc, Name name, TypeExpr type, Optional<Expr> initial) implements Node {}
