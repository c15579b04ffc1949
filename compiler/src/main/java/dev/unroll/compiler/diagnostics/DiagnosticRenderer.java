package dev.unroll.compiler.diagnostics;

import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Diagnostics as text:
 *
 * <pre>
 * error RNN2104: LSTM needs a sequence, but `last` has already reduced it
 *   stock.rnn:12:8
 *    11 |     -&gt; last
 *    12 |     -&gt; LSTM(units)
 *       |        ^^^^^^^^^^^ this is float[50]; LSTM reads float[&lt;axis&gt;, n]
 *   help: move `last` below this line
 * </pre>
 *
 * <p>Invisible characters of the source are shown as {@code <U+202E>}, tabs as four spaces, and of a long line only the part around
 * the caret. Lines end with {@code \n}; nothing depends on the locale.
 */
public final class DiagnosticRenderer {
    private static final int WIDEST = 110;
    private static final String CUT = "...";

    private DiagnosticRenderer() {}

    /** All diagnostics, an empty line between two. */
    public static String render(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(DiagnosticRenderer::render).collect(Collectors.joining("\n"));
    }

    /** One diagnostic, every line ended by {@code \n}. */
    public static String render(Diagnostic diagnostic) {
        return diagnostic.severity().word() + " " + diagnostic.code().id() + ": " + visible(diagnostic.message()) + "\n"
                + details(diagnostic);
    }

    /** The place, excerpt, notes and help of a diagnostic: all below its first line. */
    public static String details(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder("  ").append(diagnostic.span()).append('\n');
        Source source = diagnostic.span().source();
        int line = diagnostic.span().line();
        if (!source.line(line - 1).isBlank()) {
            out.append(numbered(line - 1, cut(visible(source.line(line - 1)), 0)));
        }
        out.append(excerpt(diagnostic.span(), diagnostic.label().orElse("")));
        for (Diagnostic.Note note : diagnostic.notes()) {
            out.append("  note: ")
                    .append(visible(note.text()))
                    .append("\n  ")
                    .append(note.span())
                    .append('\n');
            out.append(excerpt(note.span(), ""));
        }
        diagnostic
                .help()
                .ifPresent(help -> out.append("  help: ").append(visible(help)).append('\n'));
        return out.toString();
    }

    private static String excerpt(Span span, String label) {
        String line = span.source().line(span.line());
        int from = Math.min(span.column() - 1, line.length());
        int to = span.endLine() == span.line() ? Math.min(span.endColumn() - 1, line.length()) : line.length();
        String shown = visible(line);
        int caret = visible(line.substring(0, from)).length();
        int width =
                Math.max(1, visible(line.substring(from, Math.max(from, to))).length());
        int shift = shown.length() <= WIDEST ? 0 : Math.max(0, caret - WIDEST / 2);
        String window = cut(shown, shift);
        int column = shift == 0 ? caret : caret - shift + CUT.length();
        String carets = "^".repeat(Math.min(width, Math.max(1, window.length() - column)));
        String text = label.isEmpty() ? "" : " " + visible(label);
        return numbered(span.line(), window) + "      | " + " ".repeat(column) + carets + text + "\n";
    }

    private static String numbered(int number, String text) {
        return (String.format(Locale.ROOT, "%5d | ", number) + text).stripTrailing() + "\n";
    }

    private static String cut(String line, int shift) {
        String rest = line.substring(Math.min(shift, line.length()));
        String window = rest.length() <= WIDEST ? rest : rest.substring(0, WIDEST) + CUT;
        return shift == 0 ? window : CUT + window;
    }

    private static String visible(String text) {
        return text.codePoints().mapToObj(DiagnosticRenderer::visible).collect(Collectors.joining());
    }

    private static String visible(int codePoint) {
        if (codePoint == '\t') {
            return "    ";
        }
        int type = Character.getType(codePoint);
        boolean hidden = Character.isISOControl(codePoint)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (type == Character.SPACE_SEPARATOR && codePoint != ' ');
        return hidden ? String.format(Locale.ROOT, "<U+%04X>", codePoint) : Character.toString(codePoint);
    }
}
