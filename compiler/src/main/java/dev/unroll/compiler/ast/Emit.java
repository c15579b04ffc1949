package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;

/** {@code emit h}: what a step gives. */
public record Emit(Span span, Expr value) implements Node {}
