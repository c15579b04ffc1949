package dev.unroll.compiler;

import java.util.Set;

/**
 * What a caller may choose.
 *
 * @param dumps stages whose results are returned as text
 */
public record CompilerOptions(Set<Stage> dumps) {
    public CompilerOptions {
        dumps = Set.copyOf(dumps);
    }

    /** No dumps. */
    public static CompilerOptions standard() {
        return new CompilerOptions(Set.of());
    }
}
