package dev.unroll.compiler.source;

import java.io.IOException;
import java.util.Optional;

/** Other files that a source names, such as the word list of a vocabulary. Whoever hands over sources knows where they lie. */
@FunctionalInterface
public interface Companions {
    /** For sources that have no place of their own: there are no other files. */
    Companions NONE = (source, path) -> Optional.empty();

    /**
     * The text of the file at {@code path}, or empty if there is none.
     *
     * @param source the source that names it
     * @param path relative to the source's folder, with {@code /} between its parts; it never leads upwards
     * @throws IOException if there is such a file and it cannot be read as text
     */
    Optional<String> text(Source source, String path) throws IOException;
}
