package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class SeriesTest {
    @TempDir
    Path folder;

    @Test
    void readsNamedColumnsInTheOrderAsked() throws IOException {
        Path file = csv("date,births,\"deaths, all\"\n2000-01-01,9083,1\n2000-01-02,8006,2\n");
        Series series = Series.csv(file, "deaths, all", "births");
        assertThat(series.rows()).isEqualTo(2);
        assertThat(series.values()).containsExactly(1, 9083, 2, 8006);
        assertThat(series.columns()).containsExactly("deaths, all", "births");
    }

    @Test
    void readsAllColumnsWithoutNames() throws IOException {
        assertThat(Series.csv(csv("a,b\r\n1, 2.5 \r\n3,4e-1\r\n")).values()).containsExactly(1, 2.5f, 3, 0.4f);
    }

    @Test
    void namesLineAndColumnOfAMissingValue() throws IOException {
        Path file = csv("day,births\n1,10\n2,\n");
        assertThatThrownBy(() -> Series.csv(file, "births"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        file + ": line 3, column births: the value is missing; Missing.FORWARD and Missing.INTERPOLATE "
                                + "fill such gaps");
    }

    @Test
    void namesLineAndColumnOfWhatIsNoNumber() throws IOException {
        Path file = csv("births\n10\nn/a\n");
        assertThatThrownBy(() -> Series.csv(file))
                .hasMessage(file + ": line 3, column births: \"n/a\" is not a finite number");
        Path nan = csv("births\nNaN\n");
        assertThatThrownBy(() -> Series.csv(nan)).hasMessageContaining("the value is missing");
        Path infinite = csv("births\n1e99\n");
        assertThatThrownBy(() -> Series.csv(infinite)).hasMessageContaining("\"1e99\" is not a finite number");
    }

    @Test
    void repeatsTheLastValueWhereOneIsMissing() throws IOException {
        Path file = csv("a,b\n1,2\n,NA\nNaN,4\n5,\n");
        assertThat(Series.csv(file, Missing.FORWARD).values()).containsExactly(1, 2, 1, 2, 1, 4, 5, 4);
        Path first = csv("a\n\"\"\n1\n");
        assertThatThrownBy(() -> Series.csv(first, Missing.FORWARD))
                .hasMessage(first
                        + ": line 2, column a: the value is missing, and there is no value before to fill it from");
    }

    @Test
    void laysMissingValuesOnALine() throws IOException {
        Path file = csv("a,b\n1,2\n,2\n,2\n4,2\nNA,2\n6,2\n");
        assertThat(Series.csv(file, Missing.INTERPOLATE, "a").values()).containsExactly(1, 2, 3, 4, 5, 6);
        Path last = csv("a,b\n1,1\n,2\n,2\n");
        assertThatThrownBy(() -> Series.csv(last, Missing.INTERPOLATE))
                .hasMessage(
                        last + ": line 3, column a: the value is missing, and there is no value after to fill it from");
    }

    @Test
    void refusesAMissingColumnFileOrBody() throws IOException {
        Path file = csv("a,b\n1,2\n");
        assertThatThrownBy(() -> Series.csv(file, "c")).hasMessage(file + ": no column named c; there are a, b");
        Path none = folder.resolve("none.csv");
        assertThatThrownBy(() -> Series.csv(none))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none.csv: does not exist");
        Path empty = csv("a,b\n");
        assertThatThrownBy(() -> Series.csv(empty)).hasMessageContaining("no row below the header");
    }

    @Test
    void refusesARowWithTooFewOrTooManyFields() throws IOException {
        Path few = csv("a,b\n1,2\n3\n");
        assertThatThrownBy(() -> Series.csv(few))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(few.toString());
        Path many = csv("a,b\n1,2\n3,4,5\n");
        assertThatThrownBy(() -> Series.csv(many))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(many.toString());
    }

    @Test
    void refusesGapsAndRaggedRowsInArrays() {
        assertThatThrownBy(() -> Series.of(1, Float.NaN)).hasMessageContaining("row 1, column value is NaN");
        assertThatThrownBy(() -> Series.of(List.of("a", "b"), new float[][] {{1, 2}, {3}}))
                .hasMessage("row 1 has 1 numbers, not 2");
        assertThatThrownBy(() -> Series.of(new float[][] {{1, 2}, {3, Float.POSITIVE_INFINITY}}))
                .hasMessageContaining("row 1, column 1 is Infinity");
    }

    @Test
    void slicesAndSelects() {
        Series series = Series.of(List.of("a", "b"), new float[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(series.last(2).values()).containsExactly(3, 4, 5, 6);
        assertThat(series.select("b").values()).containsExactly(2, 4, 6);
        assertThat(series.get(2, 1)).isEqualTo(6);
        assertThatThrownBy(() -> series.last(4)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> series.select("c")).hasMessage("no column named c; there are a, b");
    }

    @Test
    void copiesArraysOfAnyOrder() {
        Series series =
                Series.of(Nd4j.createFromArray(new float[][] {{1, 3}, {2, 4}}).transpose());
        assertThat(series.values()).containsExactly(1, 2, 3, 4);
        assertThat(Series.of(Nd4j.createFromArray(1f, 2f)).values()).containsExactly(1, 2);
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "data", ".csv"), text);
    }
}
