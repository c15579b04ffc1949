package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;

/** Anything in the tree: it knows the text it was read from. */
public interface Node {
    /** The text it was read from, without its doc comment. */
    Span span();
}
