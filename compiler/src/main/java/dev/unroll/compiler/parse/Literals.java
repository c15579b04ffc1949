package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Span;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Numbers and strings. */
final class Literals {
    /** Whole numbers up to here are exact in a double. */
    private static final BigInteger LARGEST_WHOLE = BigInteger.ONE.shiftLeft(53);

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u\\{([0-9A-Fa-f]{1,6})\\}|(.))");
    private static final String PLAIN_ESCAPES = "\"\\nrtf";
    private static final String ESCAPED = "\"\\\n\r\t\f";

    private Literals() {}

    static boolean checkNumber(Token token, TokenLayer layer, Diagnostics diagnostics) {
        double value = Double.parseDouble(token.getText());
        boolean whole = token.getText().chars().allMatch(c -> c >= '0' && c <= '9');
        boolean vanished =
                value == 0 && token.getText().replaceAll("[eE].*", "").chars().anyMatch(c -> c >= '1' && c <= '9');
        boolean inexact = whole && new BigInteger(token.getText()).compareTo(LARGEST_WHOLE) > 0;
        if (Double.isFinite(value) && !vanished && !inexact) {
            return true;
        }
        diagnostics.report(Diagnostic.of(
                        DiagnosticCode.NUMBER_RANGE, layer.span(token), "this number cannot be represented")
                .withLabel(vanished ? "it would become 0" : inexact ? "larger than 2^53" : "it would become infinite")
                .withHelp("whole numbers reach to 9007199254740992, others from 4.9e-324 to 1.7e308"));
        return false;
    }

    static boolean checkString(Token token, TokenLayer layer, Diagnostics diagnostics) {
        Span span = layer.span(token);
        Matcher escape = ESCAPE.matcher(span.text());
        boolean clean = true;
        while (escape.find()) {
            if (escape.group(1) == null ? PLAIN_ESCAPES.contains(escape.group(2)) : isCharacter(escape.group(1))) {
                continue;
            }
            clean = false;
            Span place = span.source().span(span.start() + escape.start(), span.start() + escape.end());
            diagnostics.report(
                    Diagnostic.of(DiagnosticCode.STRING_ESCAPE, place, "`" + escape.group() + "` is no escape")
                            .withHelp(
                                    "the escapes are \\\" \\\\ \\n \\r \\t \\f and \\u{1F600}; a backslash itself is written \\\\"));
        }
        return clean;
    }

    private static boolean isCharacter(String hex) {
        int codePoint = Integer.parseInt(hex, 16);
        return Character.isValidCodePoint(codePoint)
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** The value of a string that {@link #checkString} found clean, quotes included. */
    static String value(String quoted) {
        return ESCAPE.matcher(quoted.substring(1, quoted.length() - 1))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null
                                ? Character.toString(Integer.parseInt(found.group(1), 16))
                                : String.valueOf(ESCAPED.charAt(PLAIN_ESCAPES.indexOf(found.group(2))))));
    }
}
