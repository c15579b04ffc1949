package dev.unroll.runtime.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of text files. Files are UTF-8, with or without a byte order mark; another encoding is refused, not guessed. Lines end in
 * LF, CRLF or CR. A name that ends in {@code .gz} is decompressed.
 */
public final class TextLines implements AutoCloseable {
    private final String name;
    private final BufferedReader reader;
    private long number;

    private TextLines(String name, BufferedReader reader) {
        this.name = name;
        this.reader = reader;
    }

    /**
     * All lines of a file, empty ones included.
     *
     * @throws DataException when it cannot be read or is no UTF-8; names file and line
     */
    public static List<String> read(Path file) {
        List<String> all = new ArrayList<>();
        try (TextLines lines = open(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
        }
        return all;
    }

    /**
     * A whole file as one text, with its line ends as they are.
     *
     * @throws DataException when it cannot be read or is no UTF-8
     */
    public static String text(Path file) {
        StringBuilder text = new StringBuilder();
        try (BufferedReader reader = Utf8.reader(file.toString(), Files.newInputStream(file))) {
            char[] part = new char[1 << 13];
            for (int count = reader.read(part); count >= 0; count = reader.read(part)) {
                text.append(part, 0, count);
            }
        } catch (IOException e) {
            throw Utf8.unreadable(
                    file.toString(), 1 + text.chars().filter(c -> c == '\n').count(), e);
        }
        return text.toString();
    }

    /** Opens a file to be read line by line. Throws {@link DataException} when it cannot be opened. */
    public static TextLines open(Path file) {
        try {
            return open(file.toString(), Files.newInputStream(file));
        } catch (IOException e) {
            throw Utf8.unreadable(file.toString(), 1, e);
        }
    }

    /** Reads a stream line by line; {@code name} is the file's, for messages and for {@code .gz}. */
    public static TextLines open(String name, InputStream stream) {
        try {
            return new TextLines(name, Utf8.reader(name, stream));
        } catch (IOException e) {
            throw Utf8.unreadable(name, 1, e);
        }
    }

    /**
     * The next line without its end; null after the last.
     *
     * @throws DataException when it cannot be read or is no UTF-8
     */
    public String next() {
        try {
            number++;
            return reader.readLine();
        } catch (IOException e) {
            throw Utf8.unreadable(name, number, e);
        }
    }

    /** Number of the line read last, from 1. */
    public long number() {
        return number;
    }

    /** Where the line read last stands. */
    String place() {
        return name + ": line " + number;
    }

    /** To be thrown when something is wrong with the line read last; {@code what} goes on from its number. */
    public DataException wrong(String what) {
        return new DataException(place() + " " + what);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw Utf8.unreadable(name, number, e);
        }
    }
}
