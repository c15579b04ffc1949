package dev.unroll.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.source.Source;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
    @Test
    void looksAsTheLanguageReferenceSays() {
        String text = "\n".repeat(10) + "    -> last\n    -> LSTM(units)\n";
        Source source = new Source("stock.rnn", text);
        int start = text.indexOf("LSTM");
        Diagnostic diagnostic = Diagnostic.of(
                        DiagnosticCode.SYNTAX,
                        source.span(start, start + 11),
                        "LSTM needs a sequence, but `last` has already reduced it")
                .withLabel("this is float[50]; LSTM reads float[<axis>, n]")
                .withHelp("move `last` below this line");
        assertEquals("""
        error RNN1014: LSTM needs a sequence, but `last` has already reduced it
          stock.rnn:12:8
           11 |     -> last
           12 |     -> LSTM(units)
              |        ^^^^^^^^^^^ this is float[50]; LSTM reads float[<axis>, n]
          help: move `last` below this line
        """, DiagnosticRenderer.render(diagnostic));
    }

    @Test
    void notesShowTheirOwnPlace() {
        Source source = new Source("a.rnn", "one\ntwo");
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.SYNTAX, source.span(4, 7), "two")
                .withNote(source.span(0, 3), "one is here");
        assertEquals("""
        error RNN1014: two
          a.rnn:2:1
            1 | one
            2 | two
              | ^^^
          note: one is here
          a.rnn:1:1
            1 | one
              | ^^^
        """, DiagnosticRenderer.render(diagnostic));
    }

    @Test
    void aSpanOverSeveralLinesIsMarkedOnItsFirst() {
        Source source = new Source("a.rnn", "ab {\n}\n");
        assertEquals("""
        error RNN1014: block
          a.rnn:1:4
            1 | ab {
              |    ^
        """, DiagnosticRenderer.render(Diagnostic.of(DiagnosticCode.SYNTAX, source.span(3, 6), "block")));
    }

    @Test
    void tabsAndInvisibleCharactersKeepTheCaretInPlace() {
        Source source = new Source("a.rnn", "\t\u202ex y");
        assertEquals("""
        error RNN1014: y
          a.rnn:1:5
            1 |     <U+202E>x y
              |               ^
        """, DiagnosticRenderer.render(Diagnostic.of(DiagnosticCode.SYNTAX, source.span(4, 5), "y")));
    }

    @Test
    void longLinesAreCutAroundTheCaret() {
        Source source = new Source("a.rnn", "x".repeat(5000) + "!" + "y".repeat(5000));
        String rendered =
                DiagnosticRenderer.render(Diagnostic.of(DiagnosticCode.SYNTAX, source.span(5000, 5001), "long"));
        String[] lines = rendered.split("\n", -1);
        assertEquals(lines[2].indexOf('!'), lines[3].indexOf('^'));
        assertEquals(124, lines[2].length());
    }

    @Test
    void anEndOfFileHasACaretToo() {
        Source source = new Source("a.rnn", "");
        String expected = "error RNN1014: end\n  a.rnn:1:1\n    1 |\n      | ^\n";
        assertEquals(
                expected, DiagnosticRenderer.render(Diagnostic.of(DiagnosticCode.SYNTAX, source.span(9, 9), "end")));
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            anEndOfFileHasACaretToo();
        } finally {
            Locale.setDefault(before);
        }
    }
}
