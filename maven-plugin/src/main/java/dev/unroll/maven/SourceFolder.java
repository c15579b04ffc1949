package dev.unroll.maven;

import dev.unroll.compiler.source.Source;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * A folder of {@code .rnn} files and the patterns that choose among them.
 *
 * @param root the folder; it need not exist
 * @param includes Ant patterns of the files to read; empty means every {@code .rnn} file
 * @param excludes Ant patterns of the files to leave out
 */
record SourceFolder(Path root, List<String> includes, List<String> excludes) {
    private static final String EVERY_RNN_FILE = "**/*.rnn";

    SourceFolder {
        includes = includes.isEmpty() ? List.of(EVERY_RNN_FILE) : List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** Whether there is such a folder. */
    boolean exists() {
        return Files.isDirectory(root);
    }

    /**
     * Reads the chosen files, sorted by their path below this folder, so that the order is the same on every platform.
     *
     * @throws MojoFailureException when a file is not text in this encoding
     * @throws IOException when a file cannot be read
     */
    List<SourceFile> read(Charset encoding) throws IOException, MojoFailureException {
        List<SourceFile> files = new ArrayList<>();
        for (String name : names()) {
            Path path = root.resolve(name).toAbsolutePath().normalize();
            files.add(new SourceFile(path, new Source(name, text(path, encoding))));
        }
        return List.copyOf(files);
    }

    private List<String> names() {
        if (!exists()) {
            return List.of();
        }
        DirectoryScanner scanner = new DirectoryScanner();
        scanner.setBasedir(root.toFile());
        scanner.setIncludes(includes.toArray(String[]::new));
        scanner.setExcludes(excludes.toArray(String[]::new));
        scanner.addDefaultExcludes();
        scanner.scan();
        return Arrays.stream(scanner.getIncludedFiles())
                .map(name -> name.replace(File.separatorChar, '/'))
                .sorted()
                .toList();
    }

    private static String text(Path path, Charset encoding) throws IOException, MojoFailureException {
        try {
            return Files.readString(path, encoding);
        } catch (CharacterCodingException notInThisEncoding) {
            throw new MojoFailureException(
                    path + " is not text in " + encoding + ": save it in that encoding, or set <encoding>",
                    notInThisEncoding);
        }
    }
}
