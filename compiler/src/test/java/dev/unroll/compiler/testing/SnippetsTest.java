package dev.unroll.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.ast.AstPrinter;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.parse.RnnParser;
import dev.unroll.compiler.source.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SnippetsTest {
    @TestFactory
    Stream<DynamicTest> textWithErrors() {
        return Snippets.files("errors/parse", ".rnn").stream()
                .map(file -> dynamicTest(name(file), () -> diagnose(file)));
    }

    private static void diagnose(Path file) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<SourceFile> tree = RnnParser.parse(source(file), diagnostics);
        assertEquals(tree.isEmpty(), diagnostics.hasErrors(), "a tree, or errors");
        assertFalse(diagnostics.sorted().isEmpty(), "an errors snippet needs a diagnostic");
        Snippets.assertGolden(Snippets.beside(file, ".err"), DiagnosticRenderer.render(diagnostics.sorted()));
    }

    @TestFactory
    Stream<DynamicTest> soundText() {
        return Snippets.files("ok", ".rnn").stream().map(file -> dynamicTest(name(file), () -> parse(file)));
    }

    private static void parse(Path file) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<SourceFile> tree = RnnParser.parse(source(file), diagnostics);
        assertEquals("", DiagnosticRenderer.render(diagnostics.sorted()));
        Path golden = Snippets.beside(file, ".ast");
        boolean wanted = Files.exists(golden)
                || file.startsWith(Snippets.ROOT.resolve("ok/language"))
                || file.startsWith(Snippets.ROOT.resolve("ok/parse"));
        if (wanted) {
            Snippets.assertGolden(golden, AstPrinter.print(tree.orElseThrow()));
        }
    }

    @Test
    void thereAreSnippets() {
        assertFalse(Snippets.files("ok/language", ".rnn").isEmpty());
        assertFalse(Snippets.files("errors/parse", ".rnn").isEmpty());
    }

    private static Source source(Path file) {
        return new Source(file.getFileName().toString(), Snippets.read(file));
    }

    private static String name(Path file) {
        return Snippets.ROOT.relativize(file).toString().replace('\\', '/');
    }
}
