package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleSourceTest {
    @TempDir
    private Path folder;

    private record Mail(String subject, float size, boolean spam) {}

    private static Mail mail(CsvRow row) {
        return new Mail(row.text("subject"), row.number("size"), row.flag("kind", "spam", "ham"));
    }

    @Test
    void everyPassBeginsAnew() throws IOException {
        Path mails = write("mails.csv", "subject,kind,size\n\"win, now\",spam,3\n\"two\nlines\",ham,4.5\n");
        ExampleSource<Mail> source = ExampleSource.csv(mails, ExampleSourceTest::mail);
        List<Mail> expected = List.of(new Mail("win, now", 3, true), new Mail("two\nlines", 4.5f, false));
        assertThat(all(source)).isEqualTo(expected);
        assertThat(all(source)).isEqualTo(expected);
        assertThat(all(ExampleSource.of(List.of("a", "b")))).containsExactly("a", "b");
        assertThat(all(ExampleSource.csv(write("tabs.csv", "a\tb\n1\t2\n"), '\t', row -> row.text("b"))))
                .containsExactly("2");
    }

    @Test
    void filesComeOneAfterTheOther() throws IOException {
        Path first = write("1.txt", "one\n\ntwo");
        Path second = write("2.txt", "three\n");
        ExampleSource<String> lines = ExampleSource.lines(first, second);
        assertThat(all(lines)).containsExactly("one", "", "two", "three");
        assertThat(all(lines.map(String::length))).containsExactly(3, 0, 3, 5);
        assertThat(all(ExampleSource.<Object>joined(List.of(lines, ExampleSource.of(List.of(7))))))
                .containsExactly("one", "", "two", "three", 7);
        try (Stream<String> stream = lines.stream()) {
            assertThat(stream.skip(2)).containsExactly("two", "three");
        }
    }

    @Test
    void errorsNameFileAndLine() throws IOException {
        Path mails = write("mails.csv", "subject,kind,size\na,spam,1\n\"b\nb\",ham,2\nc,eggs,x\n");
        ExampleSource<Mail> source = ExampleSource.csv(mails, ExampleSourceTest::mail);
        assertThatThrownBy(() -> all(source))
                .isInstanceOf(DataException.class)
                .hasMessage(mails + ": line 5, column size: \"x\" is no number");
        assertThatThrownBy(() -> all(ExampleSource.csv(mails, row -> row.flag("kind", "spam", "ham"))))
                .hasMessage(mails + ": line 5, column kind: \"eggs\" is neither spam nor ham");
        assertThatThrownBy(() -> all(ExampleSource.csv(mails, row -> row.text("body"))))
                .hasMessage(mails + ": line 2 has no column named body; there are subject, kind, size");
        assertThatThrownBy(() -> all(ExampleSource.csv(mails, row -> Thread.State.valueOf(row.text("kind")))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(mails + ": line 2: No enum constant");
        assertThatThrownBy(() -> all(ExampleSource.csv(mails, row -> row.line() < 5 ? row : null)))
                .hasMessage(mails + ": line 5: no example was made of it, but null");
        Path ragged = write("short.csv", "a,b\n1,2\n1\n");
        assertThatThrownBy(() -> all(ExampleSource.csv(ragged, row -> row.text("a"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(ragged + ": at or after line ");

        Path first = write("1.txt", "1\n2\n");
        Path second = write("2.txt", "3\nfour\n");
        assertThatThrownBy(() -> all(ExampleSource.lines(first, second).map(Integer::valueOf)))
                .isInstanceOf(DataException.class)
                .hasMessage(second + ": line 2: For input string: \"four\"");
        assertThatThrownBy(() -> all(ExampleSource.lines(first, folder.resolve("none.txt"))))
                .hasMessage(folder.resolve("none.txt") + ": does not exist");
        Files.write(second, "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> all(ExampleSource.lines(second))).hasMessageContaining("is not in UTF-8");
        List<String> withNull = new ArrayList<>();
        withNull.add("a");
        withNull.add(null);
        assertThatThrownBy(() -> all(ExampleSource.of(withNull))).hasMessage("example 1: is null");
    }

    @Test
    void theBufferIsAPropertyOfTheSource() {
        ExampleSource<String> source = ExampleSource.of(List.of("a"));
        assertThat(source.buffer()).isEqualTo(ExampleSource.DEFAULT_BUFFER);
        assertThat(source.withBuffer(7).map(String::length).buffer()).isEqualTo(7);
        assertThat(all(source.withBuffer(7))).containsExactly("a");
        assertThatThrownBy(() -> source.withBuffer(0)).hasMessage("a shuffle buffer holds at least 1 example, not 0");
    }

    @Test
    void aStreamClosesItsPassAtTheEndOrWhenItIsClosed() {
        int[] open = new int[1];
        ExampleSource<String> source = () -> {
            open[0]++;
            ExampleSource.Cursor<String> pass =
                    ExampleSource.of(List.of("a", "b")).open();
            return new ExampleSource.Cursor<>() {
                @Override
                public String next() {
                    return pass.next();
                }

                @Override
                public String place() {
                    return pass.place();
                }

                @Override
                public void close() {
                    open[0]--;
                }
            };
        };
        assertThat(source.stream()).hasSize(2);
        assertThat(open[0]).isZero();
        Stream<String> stream = source.stream();
        assertThat(open[0]).isOne();
        stream.close();
        assertThat(open[0]).isZero();
    }

    private static <E> List<E> all(ExampleSource<E> source) {
        List<E> all = new ArrayList<>();
        try (ExampleSource.Cursor<E> cursor = source.open()) {
            for (E example = cursor.next(); example != null; example = cursor.next()) {
                all.add(example);
            }
        }
        return all;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
