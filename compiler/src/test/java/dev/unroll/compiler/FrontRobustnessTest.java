package dev.unroll.compiler;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.Snippets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a text says, the front answers with diagnostics or with models that lower. */
class FrontRobustnessTest {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9.]+|->|\\S");
    private static final int EDITS_PER_FILE = 60;

    @Test
    void everySnippetOfTheLanguage() {
        Snippets.files("ok", ".rnn").forEach(file -> runs(file, Snippets.read(file)));
    }

    /** Replaces one word by another of the same file, many times: most results parse and are wrong somewhere else. */
    @Test
    void wordsPutInPlaceOfOthers() {
        Random random = new Random(11);
        int parsed = 0;
        List<Path> files = new ArrayList<>(Snippets.files("ok/cells", ".rnn"));
        files.addAll(Snippets.files("ok/models", ".rnn"));
        files.addAll(Snippets.files("ok/language", ".rnn"));
        for (Path file : files) {
            String text = Snippets.read(file);
            List<int[]> words = words(text);
            for (int i = 0; i < EDITS_PER_FILE; i++) {
                int[] to = words.get(random.nextInt(words.size()));
                int[] from = words.get(random.nextInt(words.size()));
                String edited = text.substring(0, to[0]) + text.substring(from[0], from[1]) + text.substring(to[1]);
                parsed += runs(file, edited) ? 1 : 0;
            }
        }
        assertTrue(parsed > 200, "texts that parse: " + parsed);
    }

    private static List<int[]> words(String text) {
        List<int[]> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new int[] {matcher.start(), matcher.end()});
        }
        return words;
    }

    private static boolean runs(Path file, String text) {
        return assertDoesNotThrow(
                () -> {
                    Front front = Front.of(List.of(new Source("edited.rnn", text)));
                    DiagnosticRenderer.render(front.diagnostics().sorted());
                    if (!front.diagnostics().hasErrors()) {
                        front.models().forEach(RnnCompiler::lower);
                    }
                    return !front.files().isEmpty();
                },
                () -> file + ":\n" + text);
    }
}
