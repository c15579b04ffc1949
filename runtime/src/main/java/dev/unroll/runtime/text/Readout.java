package dev.unroll.runtime.text;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns a model's probabilities of tokens or labels, {@code [B, C]} or {@code [N, C]}, into distributions over what they are of.
 * For generated classes.
 *
 * @param <T> tokens, labels, or constants of an enum
 */
public final class Readout<T> {
    private final Function<float[], Distribution<T>> ofRow;

    private Readout(Function<float[], Distribution<T>> ofRow) {
        this.ofRow = ofRow;
    }

    /** Over the constants of an enum, in their order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies
    public static <E extends Enum<E>> Readout<E> of(E... constants) {
        List<E> outcomes = List.of(constants);
        return new Readout<>(row -> Distribution.of(outcomes, row));
    }

    /** Over labels. */
    public static Readout<String> of(LabelSet labels) {
        return new Readout<>(labels::distribution);
    }

    /** Over the tokens of a vocabulary. */
    public static Readout<String> of(Vocabulary vocabulary) {
        return new Readout<>(vocabulary::distribution);
    }

    /** The only row of an example. */
    public Distribution<T> row(Values values, int example) {
        return ofRow.apply(values.row(example));
    }

    /** The only rows of all examples. */
    public List<Distribution<T>> rows(Values values) {
        List<Distribution<T>> rows = new ArrayList<>();
        for (int k = 0; k < values.examples(); k++) {
            rows.add(row(values, k));
        }
        return rows;
    }

    /** An example's rows, one per step. */
    public List<Distribution<T>> steps(Values values, int example) {
        List<Distribution<T>> steps = new ArrayList<>();
        for (float[] row : values.steps(example)) {
            steps.add(ofRow.apply(row));
        }
        return steps;
    }

    /** All examples' rows, one per step. */
    public List<List<Distribution<T>>> allSteps(Values values) {
        List<List<Distribution<T>>> all = new ArrayList<>();
        for (int k = 0; k < values.examples(); k++) {
            all.add(steps(values, k));
        }
        return all;
    }
}
