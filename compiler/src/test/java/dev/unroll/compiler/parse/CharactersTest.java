package dev.unroll.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CharactersTest {
    private static final String EMOJI = new String(Character.toChars(0x1F600));

    @Test
    void aByteOrderMarkMayBegin() {
        assertEquals(List.of(), messages("\ufeffrnn 1\ntrain M { a = 1 }\n"));
    }

    @Test
    void aByteOrderMarkMayNotFollow() {
        assertEquals(List.of("a.rnn:2:1 RNN1004"), messages("rnn 1\n\ufefftrain M { a = 1 }\n"));
    }

    @Test
    void anyScriptMayStandInCommentsAndStrings() {
        assertEquals(List.of(), messages("rnn 1 // 长短期 " + EMOJI + "\ntrain M { a = \"长短期 " + EMOJI + "\" }\n"));
    }

    @Test
    void columnsCountAsEditorsDoAfterRareCharacters() {
        assertEquals(
                List.of("a.rnn:2:22 RNN1014"),
                messages("rnn 1 // " + EMOJI + "\ntrain M { a = \"" + EMOJI + "\" , 5 }\n"));
    }

    @Test
    void halfACharacterIsInvisible() {
        assertEquals(List.of("a.rnn:1:10 RNN1004"), messages("rnn 1 // \ud83d\n"));
        assertEquals(List.of("a.rnn:1:7 RNN1004"), messages("rnn 1 \ude00\n"));
    }

    @Test
    void everyLineEndingCounts() {
        assertEquals(List.of("a.rnn:3:3 RNN1014"), messages("rnn 1\r\ntrain M {\r\n  5\r\n}\r\n"));
    }

    @Test
    void randomTextGivesDiagnosticsOnly() {
        Random random = new Random(42);
        String[] parts = {
            "rnn 1\n", "model", "train", " M ", "{", "}", "(", ")", "[", "]", "=", "->", ",", "\"", "\\", "\n", "1e9",
            ".", "x", "///", "//", "é", "\u202e", "\ud800", EMOJI, "\0", "\t", ":", "repeat", "expect", "-", "\u00a0",
            "\ufeff"
        };
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder(round % 2 == 0 ? "rnn 1\n" : "");
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Diagnostics diagnostics = new Diagnostics();
            boolean parsed = RnnParser.parse(new Source("a.rnn", text.toString()), diagnostics)
                    .isPresent();
            assertEquals(!parsed, diagnostics.hasErrors(), text.toString());
            assertTrue(DiagnosticRenderer.render(diagnostics.sorted()).length() >= diagnostics.errorCount());
        }
    }

    private static List<String> messages(String text) {
        Diagnostics diagnostics = new Diagnostics();
        RnnParser.parse(new Source("a.rnn", text), diagnostics);
        return diagnostics.sorted().stream()
                .map(diagnostic -> diagnostic.span() + " " + diagnostic.code().id())
                .toList();
    }
}
