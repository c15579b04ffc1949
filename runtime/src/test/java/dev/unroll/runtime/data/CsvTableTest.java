package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path folder;

    @Test
    void readsColumnsByName() throws IOException {
        CsvTable table = CsvTable.read(
                csv("\uFEFFtext,kind,n\r\n\"He said \"\"hi\"\",\r\nthen left\",spam,1\r\nmeet,ham,2.5\r\n"));
        assertThat(table.columns()).containsExactly("text", "kind", "n");
        assertThat(table.texts("text")).containsExactly("He said \"hi\",\r\nthen left", "meet");
        assertThat(table.numbers("n")).containsExactly(1, 2.5f);
        assertThat(table.flags("kind", "spam", "ham")).containsExactly(true, false);
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.line(0)).isEqualTo(2);
        assertThat(table.line(1)).as("after a line end within quotes").isEqualTo(4);
    }

    @Test
    void readsOtherSeparators() throws IOException {
        assertThat(CsvTable.read(csv("a;b\n1,5;x\n"), ';').texts("a")).containsExactly("1,5");
    }

    @Test
    void namesLineAndColumn() throws IOException {
        Path file = csv("text,n\n\"two\nlines\",1\nx,\u001b[31mred\n");
        CsvTable table = CsvTable.read(file);
        assertThatThrownBy(() -> table.numbers("n"))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": line 4, column n: \"\\u{1b}[31mred\" is not a finite number");
        assertThatThrownBy(() -> table.flags("text", "yes", "no"))
                .hasMessage(file + ": line 2, column text: \"two\\nlines\" is neither yes nor no");
        assertThatThrownBy(() -> table.texts("label")).hasMessage(file + ": no column named label; there are text, n");
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        Path latin =
                Files.write(folder.resolve("latin.csv"), "a,b\n1,2\nGröße,3\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvTable.read(latin))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(latin + ": is not in UTF-8, at or after line 1; convert it first");
        Path wide = Files.write(folder.resolve("wide.csv"), "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> CsvTable.read(wide)).hasMessageContaining("is not in UTF-8");
    }

    @Test
    void refusesBrokenTables() throws IOException {
        Path twice = csv("a,b,a\n1,2,3\n");
        assertThatThrownBy(() -> CsvTable.read(twice))
                .hasMessageContaining(twice + ": at or after line 1: Header contains duplicate fields: [a]");
        Path none = csv("a,b\n");
        assertThatThrownBy(() -> CsvTable.read(none)).hasMessage(none + ": no row below the header");
        Path ragged = csv("a,b\n1,2\n3\n");
        assertThatThrownBy(() -> CsvTable.read(ragged)).hasMessageContaining(ragged + ": at or after line 3: ");
        assertThatThrownBy(() -> CsvTable.read(folder)).hasMessageContaining(folder + ": ");
        Path absent = folder.resolve("absent.csv");
        assertThatThrownBy(() -> CsvTable.read(absent)).hasMessage(absent + ": does not exist");
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "data", ".csv"), text);
    }
}
