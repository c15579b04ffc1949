package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.Stage;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.Snippets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Fills the fences of {@code docs/architecture.md} that stand under a comment {@code excerpt plan from "…" to "…"} with the
 * lines between those two, both included, of what a stage or the emitter gives for the page's first model, and compares.
 * To {@code "}"} means to the end of the block that the first line opens.
 * {@code -Dsnippets.update=true} writes the file; that run still fails.
 */
class ExcerptsTest {
    private static final Pattern MARK = Pattern.compile("<!-- excerpt (\\S+) from \"(.*)\" to \"(.*)\" -->");

    @Test
    void excerptsAreUpToDate() {
        Markdown page = Markdown.doc("architecture.md");
        Markdown.Fence model = page.fences().stream()
                .filter(fence -> fence.info().equals("rnn"))
                .findFirst()
                .orElseThrow();
        Compilation compilation = RnnCompiler.compile(
                List.of(new Source("wave.rnn", model.text())), new CompilerOptions(EnumSet.allOf(Stage.class)));
        List<String> out = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < page.lines().size(); i++) {
            String line = page.lines().get(i);
            out.add(line);
            Matcher mark = MARK.matcher(line);
            if (mark.matches()) {
                int open = i + 1;
                out.add(page.lines().get(open));
                out.addAll(excerpt(text(compilation, mark.group(1)), mark.group(2), mark.group(3)));
                i = page.closing(open) - 1;
                found++;
            }
        }
        assertTrue(found > 4, "there are excerpts");
        Snippets.assertGolden(page.file(), String.join("\n", out) + "\n");
    }

    /** A dump by its stage's name, or a generated file by its own. */
    private static String text(Compilation compilation, String what) {
        String text = compilation.dumps().stream()
                .filter(dump -> dump.stage().name().toLowerCase(Locale.ROOT).equals(what))
                .map(Compilation.Dump::text)
                .collect(Collectors.joining());
        String generated = compilation.sources().stream()
                .filter(file -> file.path().endsWith("/" + what))
                .map(GeneratedFile::text)
                .collect(Collectors.joining());
        return text + generated;
    }

    private static List<String> excerpt(String text, String from, String to) {
        List<String> lines = text.lines().toList();
        int first = indexOf(lines, from, 0);
        int last = to.equals("}") ? closing(lines, first) : indexOf(lines, to, from.equals(to) ? first : first + 1);
        List<String> part = lines.subList(first, last + 1);
        int indent = part.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return part.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }

    /** The line that closes the brace opened in line {@code first}: it begins with a brace below that line's beginning. */
    private static int closing(List<String> lines, int first) {
        String opening = lines.get(first);
        String start = " ".repeat(opening.length() - opening.stripLeading().length()) + "}";
        for (int i = first + 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("nothing closes " + opening);
    }

    private static int indexOf(List<String> lines, String part, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError(
                "no line has \"" + part + "\" from line " + (from + 1) + " on in\n" + String.join("\n", lines));
    }
}
