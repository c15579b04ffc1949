package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.Optional;

/**
 * {@code state h: float[units] = zeros}.
 *
 * @param initial its value before the first step
 */
public record State(Span span, Optional<Doc> doc, Name name, TypeExpr type, Expr initial) implements Node {}
