package dev.unroll.compiler.types;

/**
 * Which text a model was compiled from.
 *
 * @param file path relative to the source root, with {@code /}
 * @param line 1-based line of the model's declaration
 * @param sha256 of the file's text in UTF-8, 64 lower-case hexadecimal digits
 */
public record SourceDigest(String file, int line, String sha256) {
    /** The file's name without folders. */
    public String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
