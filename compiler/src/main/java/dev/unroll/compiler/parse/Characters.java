package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.source.Span;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** Which characters a file may hold, and what to say about the others. */
final class Characters {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** What people meant who typed, or pasted, something else. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("'", "strings are written between `\"` and `\"`"),
            Map.entry("`", "strings are written between `\"` and `\"`"),
            Map.entry("\u201c", "write `\"`"),
            Map.entry("\u201d", "write `\"`"),
            Map.entry("\u2018", "strings are written between `\"` and `\"`"),
            Map.entry("\u2019", "strings are written between `\"` and `\"`"),
            Map.entry("\u2212", "write `-`"),
            Map.entry("\u2013", "write `-`"),
            Map.entry("\u2014", "write `-`"),
            Map.entry("\u2192", "write `->`"),
            Map.entry("\u00d7", "write `*`"),
            Map.entry("\u00b7", "write `*` for products of elements, `@` for matrix products"),
            Map.entry("\u2264", "write `<=`"),
            Map.entry("\u2299", "write `*`"),
            Map.entry("\u3002", "write `.`"),
            Map.entry("#", "a comment begins with `//`"),
            Map.entry(";", "a statement needs no terminator; leave the `;` out"),
            Map.entry("^", "there is no power; write `x * x`"),
            Map.entry("|", "flow is written `->`"));

    private Characters() {}

    /** Reports characters nobody can see, wherever they stand: they can make a text read as something it does not say. */
    static boolean checkVisible(Source source, Diagnostics diagnostics) {
        String text = source.text();
        boolean clean = true;
        for (int offset = 0; offset < text.length(); ) {
            int codePoint = text.codePointAt(offset);
            int next = offset + Character.charCount(codePoint);
            boolean mark = codePoint == BYTE_ORDER_MARK && offset == 0;
            if (isInvisible(codePoint) && !mark) {
                clean = false;
                String number = String.format(Locale.ROOT, "U+%04X", codePoint);
                String named = Character.getName(codePoint);
                diagnostics.report(Diagnostic.of(
                                DiagnosticCode.CHARACTER_INVISIBLE,
                                source.span(offset, next),
                                "an invisible character is not allowed")
                        .withLabel(number + (named == null ? "" : " " + named.toLowerCase(Locale.ROOT)))
                        .withHelp("delete it; inside a string write \\u{" + number.substring(2) + "}"));
            }
            offset = next;
        }
        return clean;
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\n' && codePoint != '\r' && codePoint != '\t';
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    static void reportForeignName(Span span, Diagnostics diagnostics) {
        if (span.text().codePoints().anyMatch(Characters::isInvisible)) {
            return; // reported as such
        }
        diagnostics.report(Diagnostic.of(
                        DiagnosticCode.NAME_NOT_ASCII,
                        span,
                        "a name has only the letters A to Z and a to z, digits and `_`")
                .withLabel(firstForeign(span.text()))
                .withHelp("names become Java names on every platform; use a comment or a string for other scripts"));
    }

    private static String firstForeign(String text) {
        int foreign = text.codePoints().filter(c -> c > 0x7e).findFirst().orElse('?');
        return String.format(Locale.ROOT, "%s is U+%04X", Character.toString(foreign), foreign);
    }

    /**
     * Reports a character that begins no token.
     *
     * @return whether the text reads well without it
     */
    static boolean reportStray(Span span, Diagnostics diagnostics) {
        String text = span.text();
        if (isInvisible(text.codePointAt(0))) {
            return span.start() == 0;
        }
        Diagnostic stray = Diagnostic.of(DiagnosticCode.CHARACTER_ILLEGAL, span, "`" + text + "` has no meaning here");
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        if (MEANT.containsKey(text)) {
            stray = stray.withHelp(MEANT.get(text));
        } else if (!plain.equals(text) && plain.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            stray = stray.withHelp("write `" + plain + "`");
        } else {
            stray = stray.withHelp("delete it, or put it into a string or a comment");
        }
        diagnostics.report(stray);
        return ";".equals(text);
    }
}
