package dev.unroll.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SourceTest {
    private final Source source = new Source("dir/a.rnn", "ab\ncd\r\n\re\n");

    @Test
    void countsLinesOfEveryEnding() {
        assertEquals(5, source.lineCount());
        assertEquals("ab", source.line(1));
        assertEquals("cd", source.line(2));
        assertEquals("", source.line(3));
        assertEquals("e", source.line(4));
        assertEquals("", source.line(5));
    }

    @Test
    void findsLineAndColumn() {
        assertEquals("dir/a.rnn:1:1", source.span(0, 1).toString());
        assertEquals("dir/a.rnn:2:2", source.span(4, 5).toString());
        assertEquals("dir/a.rnn:4:1", source.span(8, 9).toString());
        assertEquals("dir/a.rnn:5:1", source.span(10, 10).toString());
    }

    @Test
    void answersForPlacesOutside() {
        assertEquals("", source.line(0));
        assertEquals("", source.line(99));
        assertEquals("dir/a.rnn:1:1", source.span(-5, -3).toString());
        assertEquals("dir/a.rnn:5:1", source.span(99, 98).toString());
        assertEquals(1, new Source("empty", "").lineCount());
    }

    @Test
    void spansKnowTheirEnds() {
        Span span = source.span(0, 5);
        assertEquals("ab\ncd", span.text());
        assertEquals(2, span.endLine());
        assertEquals(3, span.endColumn());
        assertEquals(source.span(0, 5), source.span(4, 5).to(source.span(0, 1)));
    }
}
