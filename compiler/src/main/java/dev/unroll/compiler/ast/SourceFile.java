package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A whole file.
 *
 * @param version the language version of its first line
 * @param packageName the Java package, if one is given
 * @param uses imports from other files
 * @param declarations the blocks, in the order of the text
 */
public record SourceFile(
        Span span, int version, Optional<DottedName> packageName, List<Use> uses, List<Decl> declarations)
        implements Node {

    /** Copies the lists. */
    public SourceFile {
        uses = List.copyOf(uses);
        declarations = List.copyOf(declarations);
    }

    /**
     * {@code use com.acme.common.{English, Chinese}} or {@code use com.acme.common.Words}.
     *
     * @param packageName where the names are declared
     * @param names what is imported, at least one
     */
    public record Use(Span span, DottedName packageName, List<Name> names) implements Node {
        /** Copies the names. */
        public Use {
            names = List.copyOf(names);
        }
    }
}
