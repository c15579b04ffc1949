package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;

/**
 * A {@code ///} comment.
 *
 * @param lines its lines without the slashes and one space after them
 */
public record Doc(Span span, List<String> lines) implements Node {
    /** Copies the lines. */
    public Doc {
        lines = List.copyOf(lines);
    }

    /** The lines joined by line feeds. */
    public String text() {
        return String.join("\n", lines);
    }
}
