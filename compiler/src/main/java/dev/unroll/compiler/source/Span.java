package dev.unroll.compiler.source;

import java.util.Comparator;
import java.util.Objects;

/**
 * A half-open range of characters in a source. Offsets outside the text are cut to it, so every method is total.
 *
 * @param source the text
 * @param start the first offset
 * @param end one past the last offset, never before {@code start}
 */
public record Span(Source source, int start, int end) implements Comparable<Span> {
    private static final Comparator<Span> ORDER = Comparator.comparing(
                    (Span span) -> span.source().name())
            .thenComparingInt(Span::start)
            .thenComparingInt(Span::end);

    /** Cuts the range to the text. */
    public Span {
        Objects.requireNonNull(source, "source");
        start = source.clamp(start);
        end = Math.max(start, source.clamp(end));
    }

    /** The line of the first character, from 1. */
    public int line() {
        return source.lineOf(start);
    }

    /** The column of the first character, from 1. */
    public int column() {
        return source.columnOf(start);
    }

    /** The line of the last character, from 1. */
    public int endLine() {
        return source.lineOf(Math.max(start, end - 1));
    }

    /** The column just after the last character. */
    public int endColumn() {
        return end == start ? column() : source.columnOf(end - 1) + 1;
    }

    /** The characters covered. */
    public String text() {
        return source.text().substring(start, end);
    }

    /** The range from this one's start to the other's end; both are in the same source. */
    public Span to(Span other) {
        return new Span(source, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** By source name, then position. */
    @Override
    public int compareTo(Span other) {
        return ORDER.compare(this, other);
    }

    /** The place as users read it: {@code file:line:column}. */
    @Override
    public String toString() {
        return source.name() + ":" + line() + ":" + column();
    }
}
