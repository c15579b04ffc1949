package dev.unroll.runtime.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts in one folder per label: {@code reviews/good/1.txt} is a text of label {@code good}. Texts come in the order of label and file
 * name; names that begin with a dot are passed over.
 *
 * @param texts whole files, with their line ends as they are
 * @param labels the folder of each text
 * @param files where each text stands
 */
public record TextFolders(List<String> texts, List<String> labels, List<Path> files) {
    public TextFolders {
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        files = List.copyOf(files);
    }

    /**
     * Reads all files of all folders in {@code folder}.
     *
     * @throws DataException when it cannot be read, holds no folder with a file, holds files beside folders, or a file is no
     *     UTF-8; names the file
     */
    public static TextFolders read(Path folder) {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path label : list(folder)) {
            if (!Files.isDirectory(label)) {
                throw new DataException(label + ": is no folder; " + folder + " holds one folder per label");
            }
            for (Path file : list(label)) {
                if (!Files.isRegularFile(file)) {
                    throw new DataException(file + ": is no file; the folder of a label holds its texts");
                }
                texts.add(TextLines.text(file));
                labels.add(label.getFileName().toString());
                files.add(file);
            }
        }
        if (texts.isEmpty()) {
            throw new DataException(
                    folder + ": holds no text; one folder per label is expected, with one file per text");
        }
        return new TextFolders(texts, labels, files);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw Utf8.unreadable(folder.toString(), 0, e);
        }
    }
}
