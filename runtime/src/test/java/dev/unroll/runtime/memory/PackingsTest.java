package dev.unroll.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PackingsTest {
    @Test
    void everyAxisHasItsOrderAndKnowsTheBatchs() {
        Packings packings = Packings.of(new int[] {2, 4, 1}, new int[] {1, 3, 5});
        Packing source = packings.axis(0);
        Packing target = packings.axis(1);
        assertThat(packings.batch()).isEqualTo(3);
        for (int row = 0; row < 3; row++) {
            assertThat(source.place(row)).isEqualTo(row);
            assertThat(source.source(target.place(row))).isEqualTo(target.source(row));
        }
        assertThat(target.source(0)).isEqualTo(2);
        assertThat(target.place(0)).isEqualTo(2);
    }

    @Test
    void changesAreSeenOnAnyAxis() {
        Packings held = Packings.empty(2);
        assertThat(held.copyFrom(Packings.of(new int[] {2, 1}, new int[] {1, 1})))
                .isTrue();
        assertThat(held.copyFrom(Packings.of(new int[] {2, 1}, new int[] {1, 1})))
                .isFalse();
        assertThat(held.copyFrom(Packings.of(new int[] {2, 1}, new int[] {1, 2})))
                .isTrue();
        assertThat(held.axis(1).place(0)).isEqualTo(1);
        // the same lengths in other places
        assertThat(held.copyFrom(Packings.of(new int[] {2, 1}, new int[] {2, 1})))
                .isTrue();
        assertThat(held.axis(1).place(0)).isZero();
    }

    @Test
    void axesMustAgreeAndFit() {
        assertThatThrownBy(() -> Packings.of(new int[] {2, 1}, new int[] {0, 1}))
                .hasMessageContaining("row 0 has length 0");
        assertThatThrownBy(() -> Packings.empty(2).set(new int[][] {{1}}, 1)).hasMessageContaining("1 axes for 2");
        assertThatThrownBy(() -> Packings.empty(0)).hasMessageContaining("without an axis");
        assertThatThrownBy(() -> Capacity.of(2, new int[] {4, 1}, new int[] {2, 2}))
                .hasMessageContaining("capacity of 2 sequences, 2 steps, 4 tokens; 2 steps, 1 tokens");
        Capacity capacity = Capacity.of(2, new int[] {4, 3}, new int[] {3, 2});
        assertThat(capacity.holds(Packings.of(new int[] {3, 1}, new int[] {1, 2})))
                .isTrue();
        assertThat(capacity.holds(Packings.of(new int[] {3, 1}, new int[] {1, 3})))
                .isFalse();
        assertThat(capacity.holds(Packings.of(new int[] {3, 1}))).isFalse();
        assertThat(capacity.pairs(0, 1)).isEqualTo(8);
    }
}
