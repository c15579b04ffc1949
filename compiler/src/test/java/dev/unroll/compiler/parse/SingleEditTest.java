package dev.unroll.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.ast.AstPrinter;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.Snippets;
import dev.unroll.grammar.RnnLexer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file of the language reference with one token left out, doubled, swapped with the next, or changed. */
class SingleEditTest {
    private static final int MOST_ERRORS = 3;

    @TestFactory
    Stream<DynamicTest> oneEditGivesATreeOrFewErrors() {
        return Snippets.files("ok/language", ".rnn").stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) {
        String text = Snippets.read(file);
        List<? extends Token> tokens = new RnnLexer(CharStreams.fromString(text)).getAllTokens();
        for (int i = 0; i < tokens.size(); i++) {
            for (String edited : edits(text, tokens, i)) {
                parse(edited);
            }
        }
    }

    private static List<String> edits(String text, List<? extends Token> tokens, int i) {
        Token token = tokens.get(i);
        String head = text.substring(0, token.getStartIndex());
        String tail = text.substring(token.getStopIndex() + 1);
        List<String> edits =
                new ArrayList<>(List.of(head + tail, head + token.getText() + " " + token.getText() + tail));
        for (String other : List.of("{", "}", ")", "]", ",", "=", "->", "\"", "model", "é")) {
            edits.add(head + other + tail);
        }
        if (i + 1 < tokens.size()) {
            Token next = tokens.get(i + 1);
            String between = text.substring(token.getStopIndex() + 1, next.getStartIndex());
            edits.add(head + next.getText() + between + token.getText() + text.substring(next.getStopIndex() + 1));
        }
        edits.add(head);
        return edits;
    }

    private static void parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<SourceFile> tree = RnnParser.parse(new Source("edited.rnn", text), diagnostics);
        String rendered = DiagnosticRenderer.render(diagnostics.sorted());
        assertEquals(tree.isEmpty(), diagnostics.hasErrors(), () -> "a tree, or errors\n" + text);
        assertTrue(diagnostics.errorCount() <= MOST_ERRORS, () -> rendered + text);
        tree.ifPresent(AstPrinter::print);
    }
}
