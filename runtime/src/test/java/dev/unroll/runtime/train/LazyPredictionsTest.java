package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.DataException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyPredictionsTest {
    @Test
    void predictionsComeInOrderAndNoInputIsReadBeforeItsBatch() {
        int[] read = new int[1];
        List<Integer> batches = new ArrayList<>();
        Stream<Integer> inputs = IntStream.range(0, 1000).boxed().peek(k -> read[0]++);
        Iterator<Integer> outputs = LazyPredictions.of(inputs, (List<Integer> some) -> {
                    batches.add(some.size());
                    return k -> -some.get(k);
                })
                .iterator();
        assertThat(read[0]).isZero();
        for (int k = 0; k < 1000; k++) {
            assertThat(outputs.next()).isEqualTo(-k);
            // One input more: the end is sought by looking ahead.
            assertThat(read[0]).isLessThanOrEqualTo((k / Predictor.BATCH + 1) * Predictor.BATCH + 1);
        }
        assertThat(outputs.hasNext()).isFalse();
        assertThat(batches).containsExactly(128, 128, 128, 128, 128, 128, 128, 104);
    }

    @Test
    void closingThePredictionsClosesTheInputs() {
        boolean[] closed = new boolean[1];
        LazyPredictions.of(Stream.of("a").onClose(() -> closed[0] = true), some -> k -> some.get(k))
                .close();
        assertThat(closed[0]).isTrue();
    }

    @Test
    void aWrongInputIsNamedByItsPlaceInTheStream() {
        Stream<Integer> inputs = IntStream.range(0, 1000).boxed();
        Stream<Integer> outputs = LazyPredictions.of(inputs, LazyPredictionsTest::refusing300);
        assertThatThrownBy(() -> outputs.forEach(k -> {}))
                .isInstanceOf(DataException.class)
                .hasMessage("example 300 of the stream: input x, step 2 is NaN");
    }

    private static IntFunction<Integer> refusing300(List<Integer> some) {
        if (some.contains(300)) {
            throw new DataException("input x, example " + some.indexOf(300) + ", step 2 is NaN");
        }
        return some::get;
    }
}
