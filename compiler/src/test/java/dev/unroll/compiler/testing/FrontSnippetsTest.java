package dev.unroll.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.TypedModelPrinter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Snippets of the stages after parsing: faults by their exact text, sound files by their {@code .types} and {@code .ir}. */
class FrontSnippetsTest {
    private static final List<String> STAGES = List.of("errors/resolve", "errors/types", "errors/rules");

    @TestFactory
    Stream<DynamicTest> faults() {
        return STAGES.stream()
                .flatMap(stage -> Snippets.files(stage, ".rnn").stream())
                .map(file -> dynamicTest(name(file), () -> diagnose(file)));
    }

    private static void diagnose(Path file) {
        Front front = front(file);
        assertFalse(front.files().isEmpty(), "the file must parse");
        assertTrue(front.diagnostics().hasErrors(), "an errors snippet needs an error");
        Snippets.assertGolden(
                Snippets.beside(file, ".err"),
                DiagnosticRenderer.render(front.diagnostics().sorted()));
    }

    @TestFactory
    Stream<DynamicTest> typedModels() {
        return withGolden(".types").map(file -> dynamicTest(name(file), () -> types(file)));
    }

    private static void types(Path file) {
        String text =
                sound(file).models().stream().map(TypedModelPrinter::print).collect(Collectors.joining("\n"));
        Snippets.assertGolden(Snippets.beside(file, ".types"), text);
    }

    @TestFactory
    Stream<DynamicTest> loweredModels() {
        return withGolden(".ir").map(file -> dynamicTest(name(file), () -> lowered(file)));
    }

    private static void lowered(Path file) {
        String text = sound(file).models().stream()
                .map(model -> IrPrinter.print(RnnCompiler.lower(model)))
                .collect(Collectors.joining("\n"));
        Snippets.assertGolden(Snippets.beside(file, ".ir"), text);
    }

    @Test
    void thereAreSnippets() {
        STAGES.forEach(stage -> assertFalse(Snippets.files(stage, ".rnn").isEmpty(), stage));
        assertTrue(withGolden(".types").count() > 5);
        assertTrue(withGolden(".ir").count() > 3);
    }

    private static Stream<Path> withGolden(String ending) {
        return Snippets.files("ok", ".rnn").stream().filter(file -> Files.exists(Snippets.beside(file, ending)));
    }

    private static Front sound(Path file) {
        Front front = front(file);
        assertEquals("", DiagnosticRenderer.render(front.diagnostics().sorted()));
        return front;
    }

    private static Front front(Path file) {
        Source source = new Source(file.getFileName().toString(), Snippets.read(file));
        return Front.of(List.of(source), (from, path) -> companion(file.resolveSibling(path)));
    }

    private static Optional<String> companion(Path file) {
        return Files.exists(file) ? Optional.of(Snippets.read(file)) : Optional.empty();
    }

    private static String name(Path file) {
        return Snippets.ROOT.relativize(file).toString().replace('\\', '/');
    }
}
