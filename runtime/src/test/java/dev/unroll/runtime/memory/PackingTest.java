package dev.unroll.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PackingTest {
    @Test
    void sortsByDescendingLengthAndKeepsTheOrderOfEqualOnes() {
        Packing packing = Packing.of(2, 5, 1, 5, 3);
        assertThat(packing.batch()).isEqualTo(5);
        assertThat(packing.steps()).isEqualTo(5);
        assertThat(packing.tokens()).isEqualTo(16);
        assertThat(new int[] {
                    packing.source(0), packing.source(1), packing.source(2), packing.source(3), packing.source(4)
                })
                .containsExactly(1, 3, 4, 0, 2);
        assertThat(new int[] {
                    packing.length(0), packing.length(1), packing.length(2), packing.length(3), packing.length(4)
                })
                .containsExactly(5, 5, 3, 2, 1);
        assertThat(new int[] {
                    packing.rowsAt(0), packing.rowsAt(1), packing.rowsAt(2), packing.rowsAt(3), packing.rowsAt(4)
                })
                .containsExactly(5, 4, 3, 2, 2);
        assertThat(new int[] {
                    packing.offset(0), packing.offset(1), packing.offset(2), packing.offset(3), packing.offset(4)
                })
                .containsExactly(0, 5, 9, 12, 14);
        assertThat(packing.equalLengths()).isFalse();
    }

    @Test
    void isRefilledInPlace() {
        Packing packing = Packing.of(4, 7, 2);
        packing.set(new int[] {3, 3, 9}, 2);
        assertThat(packing.batch()).isEqualTo(2);
        assertThat(packing.tokens()).isEqualTo(6);
        assertThat(packing.equalLengths()).isTrue();
        packing.setEqual(1, 2);
        assertThat(packing.rowsAt(1)).isEqualTo(1);
        assertThatThrownBy(() -> packing.rowsAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesTheRowWithoutSteps() {
        assertThatThrownBy(() -> Packing.of(3, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 has length 0; sequences need at least one step");
        assertThatThrownBy(() -> Packing.of()).isInstanceOf(IllegalArgumentException.class);
    }
}
