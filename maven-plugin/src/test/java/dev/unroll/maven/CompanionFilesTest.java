package dev.unroll.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionFilesTest {
    private static final String MODEL = """
            rnn 1
            labels Places { file = "lists/places.txt" }
            model Where(places: int = Places.size) {
              input x : float[2]
              output y : float[3]
              y = x -> Dense(places)
            }
            """;

    @TempDir
    Path root;

    private SourceFile file;

    @BeforeEach
    void write() throws IOException {
        Path path = root.resolve("com/acme/where.rnn");
        Files.createDirectories(path.getParent().resolve("lists"));
        file = new SourceFile(path, new Source("com/acme/where.rnn", MODEL));
    }

    @Test
    void aChangedListIsSeenByTheNextBuild() throws Exception {
        list("Rome\nParis\nOslo\n");
        assertThat(compile().diagnostics()).isEmpty();
        list("Rome\nParis\n");
        assertThat(compile().diagnostics())
                .singleElement()
                .satisfies(found -> assertThat(found.code().id()).isEqualTo("RNN2101"));
    }

    @Test
    void aFileThatIsNotThereIsEmpty() throws Exception {
        assertThat(companions().text(file.source(), "lists/places.txt")).isEmpty();
        assertThat(companions().text(file.source(), "lists")).isEmpty();
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws Exception {
        Files.write(root.resolve("com/acme/lists/places.txt"), new byte[] {'M', (byte) 0xFC, 'n'});
        assertThatThrownBy(() -> companions().text(file.source(), "lists/places.txt"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
        assertThat(compile().hasErrors()).isTrue();
    }

    private void list(String text) throws IOException {
        Files.writeString(root.resolve("com/acme/lists/places.txt"), text);
    }

    private CompanionFiles companions() {
        return new CompanionFiles(List.of(file), UTF_8);
    }

    private Compilation compile() {
        return RnnCompiler.compile(List.of(file.source()), companions(), CompilerOptions.standard());
    }
}
