package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a program runs on, in {@code double}. Rows of a batch are in the order of the examples; those of an axis in its own: by
 * descending length, equal ones as in the batch.
 *
 * @param parameters one row-major array per parameter value
 * @param inputs one array per input: {@code [B, F]}, or {@code [N, F]} packed and time-major
 * @param lengths per axis, how many steps each example has, at least 1; the same number of examples for each axis
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
            if (Arrays.stream(axis).anyMatch(length -> length < 1)) {
                throw new IllegalArgumentException("lengths " + Arrays.toString(axis) + " are not all at least 1");
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
        int[] alive = new int[Arrays.stream(of).max().orElse(0)];
        for (int length : of) {
            for (int t = 0; t < length; t++) {
                alive[t]++;
            }
        }
        return alive;
    }

    /** The examples in the order of {@code axis}: by descending length, equal ones as in the batch. */
    public int[] order(String axis) {
        int[] of = lengthsOf(axis);
        return IntStream.range(0, of.length)
                .boxed()
                .sorted(Comparator.comparing((Integer example) -> -of[example]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Spans of the first {@code examples} of {@code extent}, in the order of the axis that reads them. */
    public int spans(Extent extent, int examples) {
        int[] of = lengthsOf(extent.axis());
        return Arrays.stream(order(extent.by()))
                .limit(examples)
                .map(example -> of[example])
                .sum();
    }

    /** Rows of {@code extent} in this batch. */
    public int rows(Extent extent) {
        return switch (extent.kind()) {
            case BATCH -> batch();
            case TOKENS -> Arrays.stream(lengthsOf(extent.axis())).sum();
            case SPANS -> spans(extent, batch());
            case PAIRS ->
                Arrays.stream(alive(extent.by()))
                        .map(examples -> spans(extent, examples))
                        .sum();
            case FIXED, STEP, STEPSPANS -> throw new IllegalArgumentException("no number of rows for " + extent);
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
