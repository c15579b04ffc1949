package dev.unroll.compiler.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.diagnostics.DiagnosticCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnippetHygieneTest {
    /** The first line of a rendered diagnostic. */
    private static final Pattern HEAD = Pattern.compile("(?m)^(?:error|warning|note) (RNN\\d{4}): ");

    @Test
    void everyErrorSnippetHasItsText() {
        assertEquals(
                List.of(),
                Snippets.files("errors", ".rnn").stream()
                        .filter(file -> !Files.exists(Snippets.beside(file, ".err")))
                        .toList());
    }

    @Test
    void everyTextHasItsSnippet() {
        Stream<Path> goldens = Stream.concat(Snippets.files("errors", "").stream(), Snippets.files("ok", "").stream());
        assertEquals(
                List.of(),
                goldens.filter(file -> !Files.exists(Snippets.beside(file, ".rnn")))
                        .toList());
    }

    @Test
    void everySoundSnippetIsAboutSomething() {
        Set<String> goldens = Snippets.files("ok", "").stream()
                .filter(file -> !file.toString().endsWith(".rnn"))
                .map(file -> Snippets.beside(file, ".rnn").toString())
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                Snippets.files("ok", ".rnn").stream()
                        .filter(file -> !goldens.contains(file.toString()))
                        .toList());
    }

    @Test
    void everyCodeHasASnippet() {
        Set<String> shown = new HashSet<>();
        for (Path file : Snippets.files("errors", ".err")) {
            Matcher head = HEAD.matcher(Snippets.read(file));
            while (head.find()) {
                shown.add(head.group(1));
            }
        }
        assertEquals(
                List.of(),
                Arrays.stream(DiagnosticCode.values())
                        .filter(code -> !shown.contains(code.id()))
                        .toList());
    }
}
