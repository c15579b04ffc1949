package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;

/** {@code epochs = 50} in a block of settings. */
public record Setting(Span span, Name name, Expr value) implements Node {}
