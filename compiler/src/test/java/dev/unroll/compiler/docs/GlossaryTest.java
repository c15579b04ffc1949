package dev.unroll.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GlossaryTest {
    /** Two rows for one word would be two meanings, or one of them forgotten when it changes. */
    @Test
    void noWordHasTwoRows() throws IOException {
        List<String> words = Files.readAllLines(Markdown.ROOT.resolve("docs/glossary.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| word "))
                .flatMap(line -> Arrays.stream(line.split("\\|", -1)[1].split(",", -1)))
                .map(String::strip)
                .toList();
        Set<String> seen = new HashSet<>();
        assertThat(words).hasSizeGreaterThan(80);
        assertThat(words.stream().filter(word -> !seen.add(word))).isEmpty();
    }
}
