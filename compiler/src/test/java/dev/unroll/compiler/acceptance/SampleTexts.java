package dev.unroll.compiler.acceptance;

import dev.unroll.compiler.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The samples' own {@code .rnn} files, read where they are, so that what is checked here is what users run. */
final class SampleTexts {
    private static final Path ROOT = Path.of("..", "samples", "src", "main", "rnn");

    private SampleTexts() {}

    /** All of them, named as the Maven plugin names them: relative to the source root, with {@code /}. */
    static List<Source> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Source> sources = files.filter(file -> file.toString().endsWith(".rnn"))
                    .sorted()
                    .map(SampleTexts::source)
                    .toList();
            if (sources.isEmpty()) {
                throw new AssertionError("no .rnn below " + ROOT.toAbsolutePath());
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the cells {@code NormGRU} and {@code PeepholeLSTM}. */
    static Source cells() {
        return source(ROOT.resolve("dev/unroll/samples/customcell/cells.rnn"));
    }

    private static Source source(Path file) {
        try {
            return new Source(ROOT.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
