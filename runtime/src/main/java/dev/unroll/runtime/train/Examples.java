package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Examples of a model's inputs and, for training, the truth of its outputs. Checked when made: sizes, lengths and widths fit
 * the model, and every number is finite.
 */
public final class Examples {
    private final ModelSignature signature;
    private final List<Values> inputs;
    private final List<Values> targets;
    private final int[][] lengths; // by axis

    private Examples(ModelSignature signature, List<Values> inputs, List<Values> targets, int[][] lengths) {
        this.signature = signature;
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
        this.lengths = lengths;
    }

    /**
     * Inputs without truth, for prediction.
     *
     * @throws DataException when they do not fit the model; names input, example and step
     */
    public static Examples of(ModelSignature signature, List<Values> inputs) {
        int[][] lengths = ExampleChecks.check(signature, inputs, List.of());
        return new Examples(signature, inputs, List.of(), lengths);
    }

    /**
     * Inputs with truth, for training.
     *
     * @throws DataException when they do not fit the model; names input or output, example and step
     */
    public static Examples of(ModelSignature signature, List<Values> inputs, List<Values> targets) {
        if (targets.size() != signature.outputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.outputs().size() + " outputs, but truth is given for " + targets.size());
        }
        int[][] lengths = ExampleChecks.check(signature, inputs, targets);
        return signature
                .decoder()
                .map(decoder -> decoded(signature, decoder.output(), inputs, targets))
                .orElseGet(() -> new Examples(signature, inputs, targets, lengths));
    }

    /** A decoder's truth ends with the boundary token; what it reads before each of its tokens begins with it. */
    private static Examples decoded(ModelSignature signature, int output, List<Values> inputs, List<Values> targets) {
        Values tokens = targets.get(output);
        float[][] truth = new float[tokens.examples()][];
        float[][] previous = new float[tokens.examples()][];
        for (int k = 0; k < truth.length; k++) {
            int length = tokens.length(k);
            truth[k] = new float[length + 1];
            previous[k] = new float[length + 1];
            for (int t = 0; t < length; t++) {
                truth[k][t] = tokens.get(k, t, 0);
                previous[k][t + 1] = truth[k][t];
                if (truth[k][t] == Vocabulary.BOUNDARY) {
                    throw new DataException(
                            "output " + signature.outputs().get(output).name() + ", example " + k + ", step " + t
                                    + " is the boundary token, which ends an output and is added to it");
                }
            }
        }
        List<Values> read = new ArrayList<>(inputs);
        read.add(Values.sequences(previous));
        List<Values> compared = new ArrayList<>(targets);
        compared.set(output, Values.sequences(truth));
        return new Examples(signature, read, compared, ExampleChecks.lengths(signature, inputs, compared));
    }

    /**
     * Inputs with truth that is given or, where the specification says so, made from an input.
     *
     * @throws DataException when they do not fit the model; names input or output, example and step
     */
    public static Examples of(ModelSignature signature, TrainingSpec spec, List<Values> inputs, List<Values> targets) {
        if (spec.target().isEmpty()) {
            return of(signature, inputs, targets);
        }
        if (!targets.isEmpty()) {
            throw new IllegalArgumentException("the truth is given, and the specification makes it by "
                    + spec.target().get() + ": say withoutShift()");
        }
        return shifted(signature, spec.target().get(), inputs);
    }

    /**
     * Inputs whose truth is one of them, some steps later: of each example the first steps are read, the last are the truth.
     *
     * @throws DataException when they do not fit the model or an example is too short; names input, example and step
     */
    public static Examples shifted(ModelSignature signature, Shift shift, List<Values> inputs) {
        Values source = inputs.get(signature.input(shift.input()));
        int examples = source.examples();
        int[] all = new int[examples];
        int[] first = new int[examples];
        int[] left = new int[examples];
        int[] later = new int[examples];
        Arrays.fill(later, shift.by());
        for (int k = 0; k < examples; k++) {
            all[k] = k;
            left[k] = source.length(k) - shift.by();
            if (left[k] < 1) {
                throw new DataException("input " + shift.input() + ", example " + k + " has " + source.length(k)
                        + " steps; shifted by " + shift.by() + ", nothing is left to foretell");
            }
        }
        List<Values> read = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Values values = inputs.get(i);
            for (int k = 0; values.isSequence() && k < Math.min(examples, values.examples()); k++) {
                if (values.length(k) != source.length(k)) {
                    throw new DataException("example " + k + ": "
                            + signature.inputs().get(i).name() + " has " + values.length(k) + " steps, but "
                            + shift.input() + " has " + source.length(k));
                }
            }
            read.add(values.isSequence() && values.examples() == examples ? values.rows(all, first, left) : values);
        }
        return of(signature, read, List.of(source.rows(all, later, left)));
    }

    /**
     * Cuts windows out of one series per input, all of the same number of rows; every output's truth is what follows in the
     * series the window names.
     *
     * @throws DataException when a series is too short or has the wrong number of columns
     */
    public static Examples windows(ModelSignature signature, TrainingSpec.Window window, List<Series> series) {
        Series source = ExampleChecks.windowed(signature, window, series);
        int spare = source.rows() - window.length() - window.target();
        int count = spare < 0 ? 0 : spare / window.step() + 1;
        if (count == 0) {
            throw new DataException("the series has " + source.rows() + " rows; one window of " + window.length()
                    + " and its target of " + window.target() + " need " + (window.length() + window.target()));
        }
        List<Values> inputs = new ArrayList<>();
        for (Series one : series) {
            inputs.add(Values.windows(one, count, window.step(), window.length()));
        }
        List<Values> targets = new ArrayList<>();
        for (int o = 0; o < signature.outputs().size(); o++) {
            targets.add(Values.following(source, count, window.step(), window.length(), window.target()));
        }
        return new Examples(signature, inputs, targets, ExampleChecks.lengths(signature, inputs, targets));
    }

    /** The model they are for. */
    public ModelSignature signature() {
        return signature;
    }

    /** One per input, then what a decoder reads as the tokens before each of its own, if there is truth. */
    public List<Values> inputs() {
        return inputs;
    }

    /** One per output; none for prediction. */
    public List<Values> targets() {
        return targets;
    }

    /** How many examples. */
    public int size() {
        return lengths[0].length;
    }

    /** Steps of an example on the first axis; 1 in a model without a sequence axis. */
    public int length(int example) {
        return lengths[0][example];
    }

    /** Steps of an example on an axis of the signature's. */
    public int length(int axis, int example) {
        return lengths[axis][example];
    }

    /** Steps of each example on the first axis, a copy. */
    int[] lengths() {
        return lengths(0);
    }

    /** Steps of each example on an axis, a copy. */
    int[] lengths(int axis) {
        return lengths[axis].clone();
    }

    /** How many axes there are. */
    int axes() {
        return lengths.length;
    }

    /** The axis of input {@code i}, the previous tokens of a decoder included. */
    int inputAxis(int i) {
        return signature.axis(
                i < signature.inputs().size()
                        ? signature.inputs().get(i)
                        : signature
                                .outputs()
                                .get(signature.decoder().orElseThrow().output()));
    }

    private int[][] eachAxis(UnaryOperator<int[]> change) {
        return Arrays.stream(lengths).map(change).toArray(int[][]::new);
    }

    /** The same inputs, as they are given for prediction. */
    public Examples withoutTruth() {
        return new Examples(
                signature,
                inputs.subList(0, signature.inputs().size()),
                List.of(),
                Arrays.copyOf(lengths, signature.inputAxes().size()));
    }

    /** Examples {@code from} (inclusive) to {@code to} (exclusive). */
    public Examples slice(int from, int to) {
        return new Examples(
                signature,
                inputs.stream().map(values -> values.slice(from, to)).toList(),
                targets.stream().map(values -> values.slice(from, to)).toList(),
                eachAxis(ofAxis -> Arrays.copyOfRange(ofAxis, from, to)));
    }

    /** The parts that a specification divides them into. */
    public Parts parts(TrainingSpec spec) {
        OptionalInt output = targets.isEmpty() ? OptionalInt.empty() : Parts.classOutput(signature);
        return Parts.of(
                spec.split(),
                size(),
                spec.seed(),
                output.isEmpty() ? Optional.empty() : Optional.of(targets.get(output.getAsInt())));
    }

    /** Some examples, in this order. */
    public Examples select(int[] examples) {
        return new Examples(
                signature,
                inputs.stream().map(values -> values.select(examples)).toList(),
                targets.stream().map(values -> values.select(examples)).toList(),
                eachAxis(ofAxis -> Arrays.stream(examples).map(k -> ofAxis[k]).toArray()));
    }

    /** Every example cut into stretches of {@code steps} steps and a rest, each an example of its own. */
    Examples stretches(Stretches stretches) {
        if (axes() > 1) {
            throw new IllegalArgumentException(
                    signature.model() + " has several axes; only examples of one can be cut");
        }
        return new Examples(
                signature,
                inputs.stream().map(stretches::of).toList(),
                targets.stream().map(stretches::of).toList(),
                new int[][] {stretches.lengths()});
    }

    /** The same examples in the model's range. */
    public Examples scaled(Scalers scalers) {
        List<Values> in = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean previous = i == signature.inputs().size();
            in.add(
                    previous
                            ? inputs.get(i)
                            : inputs.get(i).scaled(scalers.inputs().get(i)));
        }
        List<Values> out = new ArrayList<>();
        for (int o = 0; o < targets.size(); o++) {
            out.add(targets.get(o).scaled(scalers.outputs().get(o)));
        }
        return new Examples(signature, in, out, lengths);
    }
}
