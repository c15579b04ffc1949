package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.Stage;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.train.TrainingSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compiles what the documentation shows.
 *
 * <p>A fence {@code rnn} holds a whole file without faults; {@code rnn refused=RNN3001,RNN2104} one that parses and is
 * refused with exactly these codes. A table under a comment is tried row by row in the comment's one-line file, in which
 * {@code §} stands for the row's own code:
 *
 * <ul>
 *   <li>{@code accepted in: …}: with each code span of the first cell the file has no faults.
 *   <li>{@code refused in: …}: it is refused with exactly the codes of the second cell.
 *   <li>{@code defaults in: …}: {@code name = default} of the first two cells changes nothing; a default that is no code
 *       is not tried.
 * </ul>
 */
class DocsTest {
    private static final Pattern CODE = Pattern.compile("RNN\\d{4}");
    private static final String HOLE = "§";

    @TestFactory
    Stream<DynamicTest> fences() {
        return Markdown.all().stream().flatMap(page -> page.fences().stream()
                .filter(DocsTest::isRnn)
                .map(fence -> dynamicTest(page.name() + ":" + fence.line(), () -> compile(fence))));
    }

    private static boolean isRnn(Markdown.Fence fence) {
        return fence.info().startsWith("rnn")
                || (fence.info().isEmpty() && fence.text().startsWith("rnn 1\n"));
    }

    private static void compile(Markdown.Fence fence) {
        Front front = front(fence.text());
        assertFalse(front.files().isEmpty(), () -> "does not parse:\n" + rendered(front));
        assertCodes(codes(fence.info()), fence.text());
    }

    private static void assertCodes(List<String> expected, String text) {
        Compilation compilation = compilation(text);
        List<String> found = compilation.diagnostics().stream()
                .map(diagnostic -> diagnostic.code().id())
                .distinct()
                .sorted()
                .toList();
        assertEquals(
                expected.stream().distinct().sorted().toList(),
                found,
                () -> text + "\n" + DiagnosticRenderer.render(compilation.diagnostics()));
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(code -> code.group()).toList();
    }

    @TestFactory
    Stream<DynamicTest> rowsOfTables() {
        return Markdown.all().stream()
                .flatMap(page -> page.markedTables().stream().flatMap(table -> table.rows().stream()
                        .map(row -> dynamicTest(
                                page.name() + ":" + table.line() + " " + row.get(0), () -> check(table.mark(), row)))));
    }

    private static void check(String mark, List<String> row) {
        Matcher parts = Pattern.compile("(\\w+) in: (.*)").matcher(mark);
        assertTrue(parts.matches(), mark);
        String file = parts.group(2);
        List<String> written = Markdown.spans(row.get(0));
        assertFalse(written.isEmpty(), "a row begins with code");
        switch (parts.group(1)) {
            case "accepted" -> written.forEach(code -> assertCodes(List.of(), filled(file, code)));
            case "refused" -> written.forEach(code -> assertCodes(codes(row.get(1)), filled(file, code)));
            case "defaults" -> written.forEach(name -> checkDefault(file, name, Markdown.spans(row.get(1))));
            default -> throw new AssertionError(mark);
        }
    }

    private static void checkDefault(String file, String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        int hole = file.indexOf(HOLE);
        char before = file.charAt(hole - 1);
        String separator = before == '(' || before == ' ' ? "" : ", ";
        assertEquals(
                types(filled(file, "")),
                types(filled(file, separator + name + " = " + values.get(0))),
                name + " is not " + values.get(0) + " by default");
    }

    private static String filled(String file, String code) {
        assertTrue(file.contains(HOLE), file);
        return "rnn 1 " + file.replace(HOLE, code);
    }

    private static String types(String text) {
        assertCodes(List.of(), text);
        return RnnCompiler.compile(List.of(source(text)), new CompilerOptions(Set.of(Stage.TYPES))).dumps().stream()
                .map(Compilation.Dump::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void thereIsSomethingToCompile() {
        Markdown page = Markdown.doc("language.md");
        assertTrue(page.fences().stream().filter(DocsTest::isRnn).count() > 5);
        for (String kind : List.of("accepted", "refused", "defaults")) {
            assertTrue(page.markedTables().stream().anyMatch(t -> t.mark().startsWith(kind + " in: ")), kind);
        }
    }

    /** What a {@code train} block leaves out is decided by the runtime; the last cell of a setting's row says how. */
    @Test
    void runtimeDefaultsAreThoseOfTheRuntime() {
        Map<String, String> defaults = Map.of(
                "batch", Integer.toString(TrainingSpec.DEFAULT_BATCH),
                "epochs", Integer.toString(TrainingSpec.DEFAULT_EPOCHS),
                "seed", Long.toString(TrainingSpec.DEFAULT_SEED));
        Map<String, String> written = new HashMap<>();
        for (Markdown.Table table : Markdown.doc("language.md").markedTables()) {
            for (List<String> row : table.rows()) {
                String setting = Markdown.spans(row.get(0)).get(0).replaceFirst(" = .*", "");
                if (defaults.containsKey(setting) && table.mark().startsWith("accepted")) {
                    written.put(setting, row.get(2));
                }
            }
        }
        assertEquals(defaults, written);
    }

    @Test
    void everyWordOfTheLanguageIsExplained() {
        Set<String> explained = Markdown.doc("language.md").wordsInCode();
        assertEquals(
                List.of(),
                LanguageWords.all().stream()
                        .filter(word -> !explained.contains(word))
                        .toList());
    }

    @Test
    void everyRefusedWordIsRefusedInATable() {
        Set<String> listed = Markdown.doc("language.md").markedTables().stream()
                .filter(table -> table.mark().startsWith("refused in: "))
                .flatMap(table -> table.rows().stream())
                .flatMap(row -> Markdown.spans(row.get(0)).stream())
                .flatMap(code -> Arrays.stream(code.split("\\W+")))
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                LanguageWords.refused().stream()
                        .filter(word -> !listed.contains(word))
                        .toList());
    }

    private static Front front(String text) {
        return Front.of(List.of(source(text)));
    }

    private static Compilation compilation(String text) {
        return RnnCompiler.compile(List.of(source(text)), CompilerOptions.standard());
    }

    private static Source source(String text) {
        return new Source("example.rnn", text);
    }

    private static String rendered(Front front) {
        List<Diagnostic> diagnostics = front.diagnostics().sorted();
        return DiagnosticRenderer.render(diagnostics);
    }
}
