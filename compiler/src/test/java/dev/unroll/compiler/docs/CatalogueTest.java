package dev.unroll.compiler.docs;

import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.testing.Snippets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code docs/diagnostics.md} from the codes and the snippets, and compares. {@code -Dsnippets.update=true} writes
 * the file; that run still fails.
 */
class CatalogueTest {
    private static final int WIDEST = 120;

    private static final String INTRODUCTION = """
            # Diagnostics

            Everything the compiler says about a `.rnn` file, by number, each with one file that is wrong and the exact message.
            The numbers are stable: a released one never changes its meaning and is never used again. 1xxx is about the text,
            2xxx about names, types and axes, 3xxx about the rules between blocks.

            A message has a place, the source line with a caret, the types or facts involved, and often one thing to try. One run
            reports all that it finds; a file with errors in its text is not looked at any further. An error stops the build; a
            warning does not, unless `unroll.failOnWarnings` is set.

            This file is written by a test from the compiler's
            [test snippets](../compiler/src/test/snippets/errors). Do not edit it: run the compiler's tests with
            `-Dsnippets.update=true`.

            """;

    @Test
    void catalogueIsUpToDate() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        out.append("| code | about |\n| --- | --- |\n");
        for (DiagnosticCode code : DiagnosticCode.values()) {
            String grave = code.severity() == Severity.ERROR
                    ? ""
                    : " (" + code.severity().word() + ")";
            out.append(String.format(
                    Locale.ROOT,
                    "| [%s](#%s) | %s%s |\n",
                    code.id(),
                    code.id().toLowerCase(Locale.ROOT),
                    code.title(),
                    grave));
        }
        for (DiagnosticCode code : DiagnosticCode.values()) {
            out.append(section(code));
        }
        Snippets.assertGolden(Markdown.ROOT.resolve("docs").resolve("diagnostics.md"), out.toString());
    }

    private static String section(DiagnosticCode code) {
        List<Path> cases = Snippets.files("errors", ".err").stream()
                .filter(file -> messages(file).stream().anyMatch(message -> isOf(message, code)))
                .sorted(shortestAndPurest(code))
                .toList();
        String heading = "\n## " + code.id() + "\n\n" + code.severity().word() + ": " + code.title() + "\n";
        if (cases.isEmpty()) {
            return heading;
        }
        Path file = cases.get(0);
        String message = messages(file).stream()
                .filter(one -> isOf(one, code))
                .findFirst()
                .orElseThrow();
        String shown = source(file).lines().map(CatalogueTest::shown).collect(Collectors.joining("\n"));
        return heading + "\n```text\n" + shown.stripTrailing() + "\n```\n\n```text\n" + message.strip() + "\n```\n";
    }

    private static String source(Path file) {
        return Snippets.read(Snippets.beside(file, ".rnn"));
    }

    /** Files with this code alone first, then short ones, then by name. */
    private static Comparator<Path> shortestAndPurest(DiagnosticCode code) {
        return Comparator.comparing((Path file) -> !messages(file).stream().allMatch(message -> isOf(message, code)))
                .thenComparing(file -> messages(file).size())
                .thenComparing(file -> source(file).isBlank())
                .thenComparing(file -> source(file).length())
                .thenComparing(Comparator.naturalOrder());
    }

    private static boolean isOf(String message, DiagnosticCode code) {
        return message.startsWith(code.severity().word() + " " + code.id() + ": ");
    }

    private static List<String> messages(Path file) {
        return new ArrayList<>(
                Arrays.asList(Snippets.read(file).split("\\n(?=(?:error|warning|note) RNN\\d{4}: )", -1)));
    }

    /** A line as a reader can see it: what is invisible by its number, what is too long cut. */
    private static String shown(String line) {
        String visible = line.codePoints()
                .mapToObj(c -> isVisible(c) ? Character.toString(c) : String.format(Locale.ROOT, "<U+%04X>", c))
                .collect(Collectors.joining());
        return visible.length() <= WIDEST ? visible : visible.substring(0, WIDEST) + "...";
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return c == ' '
                || !(Character.isISOControl(c)
                        || type == Character.FORMAT
                        || type == Character.SPACE_SEPARATOR
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR);
    }
}
