package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;

/**
 * A single name.
 *
 * @param text ASCII letters, digits and {@code _}, at most 64, a letter or {@code _} first
 */
public record Name(Span span, String text) implements Node {
    @Override
    public String toString() {
        return text;
    }
}
