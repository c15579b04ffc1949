package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names joined by dots, such as {@code memory.final.h}; a single name is one too.
 *
 * @param parts at least one
 */
public record DottedName(Span span, List<Name> parts) implements Node {
    /** Copies the parts. */
    public DottedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a dotted name without parts");
        }
    }

    /** The part before the first dot. */
    public Name first() {
        return parts.get(0);
    }

    /** The part after the last dot. */
    public Name last() {
        return parts.get(parts.size() - 1);
    }

    /** Whether there is no dot. */
    public boolean isSingle() {
        return parts.size() == 1;
    }

    /** The parts joined by dots. */
    @Override
    public String toString() {
        return parts.stream().map(Name::text).collect(Collectors.joining("."));
    }
}
