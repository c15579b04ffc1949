package dev.unroll.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.maven.OutputFolder.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    Path project;

    private OutputFolder folder;

    @BeforeEach
    void open() {
        folder = new OutputFolder(project.resolve("out"), project.resolve("status/files.lst"));
    }

    @Test
    void writesFilesInTheirFolders() throws IOException {
        assertThat(folder.replaceBy(files("a/B.java", "class B {}"))).isEqualTo(new Changes(1, 0, 0));
        assertThat(project.resolve("out/a/B.java")).hasContent("class B {}");
        assertThat(project.resolve("status/files.lst")).hasContent("a/B.java\n");
    }

    @Test
    void leavesUnchangedFilesAlone() throws IOException {
        folder.replaceBy(files("B.java", "class B {}"));
        FileTime longAgo = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(project.resolve("out/B.java"), longAgo);
        assertThat(folder.replaceBy(files("B.java", "class B {}"))).isEqualTo(new Changes(0, 1, 0));
        assertThat(Files.getLastModifiedTime(project.resolve("out/B.java"))).isEqualTo(longAgo);
    }

    @Test
    void rewritesEditedFiles() throws IOException {
        folder.replaceBy(files("B.java", "class B {}"));
        Files.writeString(project.resolve("out/B.java"), "edited");
        assertThat(folder.replaceBy(files("B.java", "class B {}"))).isEqualTo(new Changes(1, 0, 0));
        assertThat(project.resolve("out/B.java")).hasContent("class B {}");
    }

    @Test
    void deletesOnlyWhatItWroteItself() throws IOException {
        folder.replaceBy(files("B.java", "class B {}"));
        Files.writeString(project.resolve("out/Other.java"), "class Other {}");
        assertThat(folder.replaceBy(new TreeMap<>())).isEqualTo(new Changes(0, 0, 1));
        assertThat(project.resolve("out/B.java")).doesNotExist();
        assertThat(project.resolve("out/Other.java")).exists();
    }

    @Test
    void refusesToWriteElsewhere() {
        assertThatThrownBy(() -> folder.replaceBy(files("../Evil.java", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../Evil.java");
        assertThat(project.resolve("Evil.java")).doesNotExist();
    }

    @Test
    void refusesToDeleteElsewhere() throws IOException {
        Path precious = Files.writeString(project.resolve("precious"), "x");
        Files.createDirectories(project.resolve("status"));
        Files.writeString(project.resolve("status/files.lst"), "../precious\n");
        assertThatThrownBy(() -> folder.replaceBy(new TreeMap<>())).isInstanceOf(IllegalArgumentException.class);
        assertThat(precious).exists();
    }

    private static SortedMap<String, byte[]> files(String name, String text) {
        return new TreeMap<>(Map.of(name, text.getBytes(UTF_8)));
    }
}
