package dev.unroll.compiler.source;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One {@code .rnn} text with its line index.
 *
 * <p>Lines and columns are counted from 1, columns in UTF-16 units. A line ends at {@code \n}, {@code \r} or {@code \r\n}. All
 * look-ups are total: an offset outside the text counts as the nearest one inside, a line that does not exist is empty.
 */
public final class Source {
    private final String name;
    private final String text;
    private final int[] lineStarts;

    /**
     * Indexes a text.
     *
     * @param name the path shown to users, relative and with {@code /} between its parts on every platform
     * @param text the whole text
     */
    public Source(String name, String text) {
        this.name = Objects.requireNonNull(name, "name");
        this.text = Objects.requireNonNull(text, "text");
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.rangeClosed(1, text.length()).filter(offset -> endsLine(text, offset - 1)))
                .toArray();
    }

    private static boolean endsLine(String text, int offset) {
        char c = text.charAt(offset);
        return c == '\n' || (c == '\r' && !(offset + 1 < text.length() && text.charAt(offset + 1) == '\n'));
    }

    /** The path shown to users. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** How many lines the text has; an empty text has one. */
    public int lineCount() {
        return lineStarts.length;
    }

    /** The line, from 1, that holds an offset. */
    public int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, clamp(offset));
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column, from 1, of an offset in its line. */
    public int columnOf(int offset) {
        return clamp(offset) - lineStarts[lineOf(offset) - 1] + 1;
    }

    /** The text of a line, from 1, without its end; empty if there is no such line. */
    public String line(int line) {
        if (line < 1 || line > lineStarts.length) {
            return "";
        }
        int end = line == lineStarts.length ? text.length() : lineStarts[line];
        return text.substring(lineStarts[line - 1], end).replaceAll("[\r\n]+$", "");
    }

    /** The half-open span between two offsets, cut to the text. */
    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    int clamp(int offset) {
        return Math.max(0, Math.min(offset, text.length()));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Source that && name.equals(that.name) && text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
