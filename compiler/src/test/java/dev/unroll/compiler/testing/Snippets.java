package dev.unroll.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code src/test/snippets}: {@code ok/<topic>/<case>.rnn} beside {@code .ast} and other dumps, {@code errors/<stage>/<case>.rnn}
 * beside {@code .err}.
 *
 * <p>{@code -Dsnippets.update=true} writes what a stage gives instead of comparing; that run still fails, so that nobody accepts a
 * change without a second, plain run.
 */
public final class Snippets {
    /** The root of all snippets. */
    public static final Path ROOT = Path.of("src", "test", "snippets");

    private Snippets() {}

    /** All files below a folder of the root with the given ending, in the order of their paths; none if there is no such folder. */
    public static List<Path> files(String folder, String ending) {
        Path start = ROOT.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(start)) {
            return found.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file beside another with the same name and another ending. */
    public static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]+$", "") + ending);
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless a file holds exactly this text. */
    public static void assertGolden(Path file, String actual) {
        if (Boolean.getBoolean("snippets.update")) {
            try {
                if (!Files.exists(file) || !read(file).equals(actual)) {
                    Files.writeString(file, actual);
                    fail("updated " + file + "; read it and run again without -Dsnippets.update");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertEquals(Files.exists(file) ? read(file) : "(there is no " + file + ")", actual, file.toString());
    }
}
