package dev.unroll.samples;

import java.util.List;

/**
 * Examples to learn from and examples that nothing but the last figure sees.
 *
 * @param <E> an example
 */
public record HeldOut<E>(List<E> training, List<E> test) {
    /** Holds out the last fifth; for lists whose order means nothing. */
    public static <E> HeldOut<E> lastFifthForTest(List<E> examples) {
        int first = examples.size() - examples.size() / 5;
        return new HeldOut<>(examples.subList(0, first), examples.subList(first, examples.size()));
    }
}
