package dev.unroll.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {
    @TempDir
    Path root;

    @Test
    void aMissingFolderHoldsNothing() throws Exception {
        SourceFolder missing = new SourceFolder(root.resolve("nowhere"), List.of(), List.of());
        assertThat(missing.exists()).isFalse();
        assertThat(missing.read(UTF_8)).isEmpty();
    }

    @Test
    void namesAreRelativeAndSorted() throws Exception {
        write("z.rnn", "rnn 1");
        write("com/acme/b.rnn", "rnn 1");
        write("com/acme/a.rnn", "rnn 1");
        write("com/acme/notes.txt", "no model");
        assertThat(names(List.of(), List.of())).containsExactly("com/acme/a.rnn", "com/acme/b.rnn", "z.rnn");
    }

    @Test
    void patternsChoose() throws Exception {
        write("keep/a.rnn", "rnn 1");
        write("keep/draft.rnn", "rnn 1");
        write("drop/c.rnn", "rnn 1");
        assertThat(names(List.of("keep/**/*.rnn"), List.of("**/draft*"))).containsExactly("keep/a.rnn");
    }

    @Test
    void readsTheTextAsItIs() throws Exception {
        write("a.rnn", "rnn 1\r\n// 长短期记忆\n");
        SourceFile file = read(List.of(), List.of()).get(0);
        assertThat(file.source().text()).isEqualTo("rnn 1\r\n// 长短期记忆\n");
        assertThat(file.path()).isEqualTo(root.resolve("a.rnn").toAbsolutePath());
    }

    @Test
    void aFileInAnotherEncodingIsNamed() throws Exception {
        Files.write(root.resolve("a.rnn"), new byte[] {'r', (byte) 0xE9, 'n'});
        assertThatThrownBy(() -> read(List.of(), List.of()))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("a.rnn is not text in UTF-8");
    }

    private List<String> names(List<String> includes, List<String> excludes) throws Exception {
        return read(includes, excludes).stream()
                .map(file -> file.source().name())
                .toList();
    }

    private List<SourceFile> read(List<String> includes, List<String> excludes) throws Exception {
        return new SourceFolder(root, includes, excludes).read(UTF_8);
    }

    private void write(String name, String text) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
