package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ValuesTest {
    @Test
    void holdsRaggedSequences() {
        Values values = Values.sequences(new float[][] {{1, 2, 3}, {4}});
        assertThat(values.examples()).isEqualTo(2);
        assertThat(values.length(0)).isEqualTo(3);
        assertThat(values.row(1)).containsExactly(4);
        assertThat(values.rows()).isDeepEqualTo(new float[][] {{1, 2, 3}, {4}});
        assertThatThrownBy(values::toArray)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("example 1 has 1 steps");
    }

    @Test
    void holdsSequencesOfRows() {
        float[][][] numbers = {{{1, 2}, {3, 4}}, {{5, 6}}};
        Values values = Values.sequences(numbers);
        assertThat(values.allSteps()).isDeepEqualTo(numbers);
        assertThat(values.get(0, 1, 1)).isEqualTo(4);
        assertThatThrownBy(() -> values.get(1, 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Values.sequences(new float[][][] {{{1, 2}}, {{3, 4}, {5}}}))
                .hasMessage("example 1, step 1 has 1 numbers, but the first row has 2");
    }

    @Test
    void takesArraysOfAnyOrderAndGivesThemBack() {
        INDArray array = Nd4j.linspace(1, 12, 12)
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape('c', 2, 3, 2);
        Values values = Values.sequences(array.permute(1, 0, 2), 2);
        assertThat(values.examples()).isEqualTo(3);
        assertThat(values.steps(1)).isDeepEqualTo(new float[][] {{3, 4}, {9, 10}});
        assertThat(values.toArray()).isEqualTo(array.permute(1, 0, 2));
        assertThat(Values.sequences(Nd4j.createFromArray(1f, 2f, 3f), 1).length(0))
                .isEqualTo(3);
        assertThat(Values.vectors(Nd4j.createFromArray(1f, 2f, 3f), 1).numbers())
                .containsExactly(1, 2, 3);
    }

    @Test
    void refusesArraysOfAnotherShape() {
        assertThatThrownBy(() -> Values.sequences(Nd4j.zeros(2, 3, 4), 5))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "array of shape [2, 3, 4] where [examples, steps, 5] or, for one example, [steps, 5] is expected");
        assertThatThrownBy(() -> Values.vectors(Nd4j.zeros(2, 3), 2)).isInstanceOf(DataException.class);
    }

    @Test
    void isACopyOfWhatWasGiven() {
        float[] numbers = {1, 2};
        Values values = Values.numbers(numbers);
        numbers[0] = 9;
        assertThat(values.numbers()).containsExactly(1, 2);
    }
}
