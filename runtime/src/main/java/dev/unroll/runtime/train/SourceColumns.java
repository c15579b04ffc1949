package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.ExampleSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * A source of examples, and how they become columns.
 *
 * @param inputs gives one column per input
 * @param targets gives one column per output; none when the truth is made from the inputs
 */
public record SourceColumns<E>(
        ExampleSource<E> source, Function<List<E>, List<Column>> inputs, Function<List<E>, List<Column>> targets) {
    /**
     * Does something with examples; when it fails, with each alone, so that the message can say where the one stands that it is about.
     *
     * @param positions of the examples in the source, from 0
     * @throws DataException when it fails; names file and line, or whatever place the source knows
     */
    <R> R attempt(List<E> examples, IntUnaryOperator positions, Function<List<E>, R> work) {
        try {
            return work.apply(examples);
        } catch (RuntimeException e) {
            for (int k = 0; k < examples.size(); k++) {
                try {
                    var unused = work.apply(List.of(examples.get(k)));
                } catch (RuntimeException alone) {
                    String place = place(positions.applyAsInt(k));
                    throw new DataException(place + ": " + withoutExample(alone), alone);
                }
            }
            throw new DataException(
                    "among " + examples.size() + " examples from " + place(positions.applyAsInt(0)) + " on: "
                            + e.getMessage(),
                    e);
        }
    }

    private String place(int position) {
        try (ExampleSource.Cursor<E> cursor = source.open()) {
            for (int k = 0; k <= position; k++) {
                if (cursor.next() == null) {
                    return "example " + position;
                }
            }
            return cursor.place();
        }
    }

    /** Of one example alone all messages say "example 0", and where it stands is said better. */
    static String withoutExample(RuntimeException e) {
        return e.getMessage() == null
                ? e.toString()
                : e.getMessage()
                        .replaceFirst("^example 0(?:, |: )", "")
                        .replaceFirst("^example 0 ", "the example ")
                        .replaceFirst(", example 0(?=[ ,:])", "");
    }
}
