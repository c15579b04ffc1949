package dev.unroll.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class ArenaTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void startsAlignedAndZeroed(DataType type) {
        for (int elements : new int[] {1, 3, 1000, 4099}) {
            try (Arena arena = Arena.allocate(type, elements)) {
                assertThat(arena.address() % Arena.ALIGNMENT).isZero();
                Matrix all = Matrix.of(arena, 0, 1, elements);
                for (int c = 0; c < elements; c++) {
                    assertThat(all.get(0, c)).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void sharesMemoryWithItsArraysBothWays(DataType type) {
        // Many, so that some begin where the allocator's own alignment would not have put them.
        for (int i = 0; i < 20; i++) {
            requireShared(type, Arena.allocate(type, 40));
        }
    }

    private static void requireShared(DataType type, Arena arena) {
        assertThat(arena.type()).isEqualTo(type);
        Matrix matrix = Matrix.of(arena, 8, 4, 5);
        Matrix columns = matrix.columns(1, 3);
        matrix.set(2, 1, 7);
        assertThat(matrix.array().getDouble(2, 1)).isEqualTo(7);
        assertThat(columns.array().getDouble(2, 0)).isEqualTo(7);
        assertThat(arena.array().getDouble(8 + 2 * 5 + 1)).isEqualTo(7);
        columns.array().addi(3);
        assertThat(matrix.get(2, 1)).isEqualTo(10);
        assertThat(matrix.get(2, 2)).isEqualTo(3);
        assertThat(matrix.get(2, 3)).isZero();
        matrix.array().assign(0.5);
        assertThat(columns.get(3, 1)).isEqualTo(0.5f);
        assertThat(Matrix.of(arena, 0, 1, 8).array().sumNumber().doubleValue()).isZero();
        assertThat(Matrix.of(arena, 28, 1, 12).array().sumNumber().doubleValue())
                .isZero();
    }

    @Test
    void copiesInAndOutRowByRow() {
        Matrix matrix = Matrix.of(Arena.allocate(DataType.DOUBLE, 12), 0, 3, 4);
        matrix.columns(1, 3).set(new double[] {1, 2, 3, 4, 5, 6});
        float[] all = new float[12];
        matrix.get(all);
        assertThat(all).containsExactly(0, 1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0);
    }

    @Test
    void refusesWhatOneBufferCannotSpan() {
        assertThatThrownBy(() -> Arena.allocate(DataType.FLOAT, 1L << 29)).hasMessageContaining("exceeds 2 GB");
        assertThatThrownBy(() -> Arena.allocate(DataType.INT64, 1)).hasMessageContaining("FLOAT or DOUBLE");
    }

    @Test
    void viewsStayInside() {
        Arena arena = Arena.allocate(DataType.FLOAT, 10);
        assertThatThrownBy(() -> Matrix.of(arena, 5, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        Matrix matrix = Matrix.of(arena, 4, 2, 3);
        assertThatThrownBy(() -> matrix.get(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.columns(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.rows(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.set(new float[5])).isInstanceOf(IllegalArgumentException.class);
    }
}
