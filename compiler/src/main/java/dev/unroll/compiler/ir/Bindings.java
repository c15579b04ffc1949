package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program runs on, in {@code double}. All axes share one order of the examples, so lengths of two axes must
 * descend together; there is no permutation in the IR yet.
 *
 * @param parameters one row-major array per parameter value
 * @param inputs one array per input: {@code [B, F]}, or {@code [N, F]} packed and time-major
 * @param lengths per axis, how many steps each example has; descending and at least 1, the same number of examples for
 *     each axis
 * @param masks where masks come from
 */
public record Bindings(
        Map<Value, double[]> parameters, Map<Value, double[]> inputs, Map<String, int[]> lengths, MaskSource masks) {
    public Bindings {
        parameters = Map.copyOf(parameters);
        inputs = Map.copyOf(inputs);
        lengths = Map.copyOf(lengths);
        if (lengths.values().stream().mapToInt(axis -> axis.length).distinct().count() > 1) {
            throw new IllegalArgumentException("axes of different numbers of examples");
        }
        for (int[] axis : lengths.values()) {
            for (int i = 0; i < axis.length; i++) {
                if (axis[i] < 1 || (i > 0 && axis[i] > axis[i - 1])) {
                    throw new IllegalArgumentException(
                            "lengths " + Arrays.toString(axis) + " do not descend to at least 1");
                }
            }
        }
    }

    /** With the masks of generated programs. */
    public Bindings(
            Map<Value, double[]> parameters,
            Map<Value, double[]> inputs,
            Map<String, int[]> lengths,
            long seed,
            long step) {
        this(parameters, inputs, lengths, MaskSource.of(seed, step));
    }

    /** The same, but {@code value} (a parameter or input) is {@code data}; for finite differences. */
    public Bindings with(Value value, double[] data) {
        Map<Value, double[]> newParameters = new HashMap<>(parameters);
        Map<Value, double[]> newInputs = new HashMap<>(inputs);
        if (newParameters.replace(value, data) == null && newInputs.replace(value, data) == null) {
            throw new IllegalArgumentException(value + " is not bound");
        }
        return new Bindings(newParameters, newInputs, lengths, masks);
    }

    /** Number of examples. */
    public int batch() {
        for (int[] axis : lengths.values()) {
            return axis.length;
        }
        for (Map.Entry<Value, double[]> input : inputs.entrySet()) {
            return input.getValue().length / input.getKey().type().width();
        }
        return 1;
    }

    /** How many examples are alive at each step of {@code axis}: {@code b[t]}. */
    public int[] alive(String axis) {
        int[] of = lengthsOf(axis);
        int[] alive = new int[of.length == 0 ? 0 : of[0]];
        for (int length : of) {
            for (int t = 0; t < length; t++) {
                alive[t]++;
            }
        }
        return alive;
    }

    /** Rows of {@code extent} in this batch. */
    public int rows(Extent extent) {
        return switch (extent.kind()) {
            case BATCH -> batch();
            case TOKENS -> Arrays.stream(lengthsOf(extent.axis())).sum();
            case FIXED, STEP -> throw new IllegalArgumentException("no number of rows for " + extent);
        };
    }

    private int[] lengthsOf(String axis) {
        int[] of = lengths.get(axis);
        if (of == null) {
            throw new IllegalArgumentException(
                    "no lengths for axis " + axis + ", only for " + List.copyOf(lengths.keySet()));
        }
        return of;
    }
}
