package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsLinesOfEveryKind() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "\uFEFFeins\r\n\r\n床前明月光\nlast");
        assertThat(TextLines.read(file)).containsExactly("eins", "", "床前明月光", "last");
        assertThat(TextLines.text(file)).isEqualTo("eins\r\n\r\n床前明月光\nlast");
        assertThat(TextLines.read(Files.createFile(folder.resolve("empty")))).isEmpty();
    }

    @Test
    void unpacks() throws IOException {
        Path file = Files.write(folder.resolve("lines.gz"), packed("one\ntwo\n"));
        assertThat(TextLines.read(file)).containsExactly("one", "two");
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed("one\ntwo\n".repeat(5000)), 60));
        assertThatThrownBy(() -> TextLines.read(cut)).hasMessageContaining(cut + ": is no sound gzip file");
        Path plain = Files.writeString(folder.resolve("plain.gz"), "one");
        assertThatThrownBy(() -> TextLines.read(plain)).hasMessageContaining(plain + ": is no sound gzip file");
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        for (byte[] wrong : new byte[][] {
            "Größe".getBytes(StandardCharsets.ISO_8859_1),
            "中文".getBytes("GB18030"),
            "text".getBytes(StandardCharsets.UTF_16),
            {'a', (byte) 0xC0, (byte) 0x80},
            {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}
        }) {
            Path file = Files.write(folder.resolve("wrong"), wrong);
            assertThatThrownBy(() -> TextLines.read(file))
                    .isInstanceOf(DataException.class)
                    .hasMessage(file + ": is not in UTF-8, at or after line 1; convert it first");
            assertThatThrownBy(() -> TextLines.text(file)).hasMessageContaining("is not in UTF-8");
        }
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> TextLines.read(absent)).hasMessage(absent + ": does not exist");
    }

    @Test
    void readsAFolderPerLabel() throws IOException {
        write("spam/2.txt", "buy\n");
        write("spam/1.txt", "\uFEFFcheap");
        write("ham/a.txt", "hello");
        write("ham/.hidden", "x");
        write(".git/config", "x");
        TextFolders read = TextFolders.read(folder);
        assertThat(read.labels()).containsExactly("ham", "spam", "spam");
        assertThat(read.texts()).containsExactly("hello", "cheap", "buy\n");
        assertThat(read.files().get(1)).isEqualTo(folder.resolve("spam/1.txt"));
    }

    @Test
    void refusesOtherFolders() throws IOException {
        assertThatThrownBy(() -> TextFolders.read(folder)).hasMessageContaining("holds no text");
        Path deep = write("label/deep/a.txt", "x").getParent();
        assertThatThrownBy(() -> TextFolders.read(folder)).hasMessageContaining(deep + ": is no file");
        Files.delete(write("label/deep/a.txt", "x"));
        Files.delete(deep);
        Path beside = write("readme.txt", "x");
        assertThatThrownBy(() -> TextFolders.read(folder)).hasMessageContaining(beside + ": is no folder");
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> TextFolders.read(absent)).hasMessage(absent + ": does not exist");
    }

    @Test
    void showsTextHarmlessly() {
        assertThat(Excerpt.of("a\"b\\\n\u001b\u202e\ud800é\ud83d\ude00"))
                .isEqualTo("\"a\\\"b\\\\\\n\\u{1b}\\u{202e}\\u{d800}é\ud83d\ude00\"");
        assertThat(Excerpt.of("x".repeat(1000))).isEqualTo("\"" + "x".repeat(60) + "\"… (1000 characters)");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
