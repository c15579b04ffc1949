package dev.unroll.maven;

import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.source.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that {@code .rnn} files name, found in the folder of the file that names them. They are read at every build, as the
 * {@code .rnn} files are, so that a change of one is never missed.
 *
 * @param files the {@code .rnn} files
 */
record CompanionFiles(List<SourceFile> files, Charset encoding) implements Companions {
    CompanionFiles {
        files = List.copyOf(files);
    }

    @Override
    public Optional<String> text(Source source, String path) throws IOException {
        Path folder = files.stream()
                .filter(file -> file.source().equals(source))
                .map(file -> file.path().getParent())
                .findFirst()
                .orElseThrow(() -> new IOException("nobody knows where " + source.name() + " lies"));
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file, encoding));
        } catch (CharacterCodingException notInThisEncoding) {
            throw new IOException("it is not in " + encoding, notInThisEncoding);
        }
    }
}
