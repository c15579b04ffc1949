package dev.unroll.runtime.check;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.TrainRun;
import dev.unroll.runtime.weights.ParameterView;
import dev.unroll.runtime.weights.WeightKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Compares a program's gradients with central differences of its loss over five points:
 * {@code (8 (L(w + e) - L(w - e)) - (L(w + 2e) - L(w - 2e))) / 12e} for single weights {@code w} (Abramowitz and Stegun,
 * 25.3.6). With three points the error falls with the square of {@code e} only, and a layer norm over nearly equal numbers
 * bends so sharply that the error shows at 1e-5. The program runs on a device of type DOUBLE, with random inputs, targets,
 * states, resets and weights, and fixed dropout masks.
 *
 * <p>The relative error of a pair is {@code |g - d| / max(|g|, |d|, floor)}; the floor, 1e-3 of the largest gradient of the
 * model, keeps rounding noise of gradients near 0 from counting.
 */
public final class GradientCheck {
    /** Elements compared, unless set; of more, some of every weight are drawn with the check's seed. */
    public static final int DEFAULT_SAMPLE = 150;

    /** Steps that show every kind of step: the first, those between, the last. More cost time and show nothing new. */
    private static final int STEPS = 5;

    private static final int WEIGHTS = 1;
    private static final int SAMPLE = 4;

    private final ModelProgram program;
    private Optional<int[]> lengths = Optional.empty(); // those of each axis are other ones unless given
    private int sample = DEFAULT_SAMPLE;
    private double step = 1e-4;
    private long seed = 1;

    private GradientCheck(ModelProgram program) {
        this.program = program;
    }

    /**
     * A check of a program, which loses its weights by it. Batches are of three examples: of lengths 3, 1 and 5
     * within the bound, or, where the length is fixed, of that length but at most 5 steps.
     *
     * @throws IllegalArgumentException when the program's device is not of type DOUBLE: floats are too coarse for differences
     */
    public static GradientCheck of(ModelProgram program) {
        if (program.device().dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException(
                    "a gradient check needs double: use Nd4jDevice.create(DataType.DOUBLE), not "
                            + program.device().name());
        }
        return new GradientCheck(program);
    }

    private static int[] defaultLengths(Axis axis) {
        return switch (axis.kind()) {
            case NONE -> new int[] {1, 1, 1};
            case FREE -> new int[] {3, 1, 5};
            case FIXED -> {
                int steps = Math.min(STEPS, axis.steps());
                yield new int[] {steps, steps, steps};
            }
            case BOUNDED -> new int[] {Math.min(3, axis.steps()), 1, Math.min(5, axis.steps())};
        };
    }

    /** The lengths of each axis. Those of a further axis go round by one example, so that its order is another one. */
    private Packings packings() {
        ModelSignature signature = program.signature();
        List<String> axes = signature.axes();
        int[][] all = new int[axes.size()][];
        for (int a = 0; a < all.length; a++) {
            String name = axes.get(a);
            Axis axis = Stream.concat(signature.inputs().stream(), signature.outputs().stream())
                    .map(ModelSignature.Port::axis)
                    .filter(port -> port.name().equals(name))
                    .findFirst()
                    .orElse(Axis.none());
            int[] own = lengths.orElseGet(() -> defaultLengths(axis));
            all[a] = new int[own.length];
            for (int k = 0; k < own.length; k++) {
                all[a][k] = own[(k + a) % own.length];
            }
        }
        return Packings.of(all);
    }

    /** Three examples of this length. A model of fixed length is checked at this length all the same: its weights allow it. */
    public GradientCheck steps(int length) {
        return lengths(length, length, length);
    }

    /** One example for each length. */
    public GradientCheck lengths(int... lengthOfEachExample) {
        lengths = Optional.of(lengthOfEachExample.clone());
        return this;
    }

    /** Most elements to compare. */
    public GradientCheck sample(int most) {
        sample = most;
        return this;
    }

    /** The distance e of the differences, 1e-4 unless set. */
    public GradientCheck step(double distance) {
        step = distance;
        return this;
    }

    /** Of weights, inputs, targets, masks and sample. */
    public GradientCheck seed(long value) {
        seed = value;
        return this;
    }

    /** Runs the check. */
    public Result run() {
        Packings packings = packings();
        try (TrainRun run = program.trainRun(Capacity.of(packings))) {
            RandomBatch data = new RandomBatch(seed);
            prepare(run, packings, data);
            run.forward();
            run.backward();
            int total = program.parameters().total();
            double[] gradients = new double[total];
            program.parameters().gradients().get(gradients);
            double floor = 1e-3
                    * Math.max(Arrays.stream(gradients).map(Math::abs).max().orElse(0), 1e-9);
            return compare(run, gradients, chosen(data), floor);
        }
    }

    /** One random element of each named weight in turn, so that a small weight is not missed beside a large one. */
    private int[] chosen(RandomBatch data) {
        List<ParameterView> named = trained();
        List<int[]> orders = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            int[] order = new int[Math.toIntExact(named.get(i).size())];
            CounterRandom.permutation(order, seed, i, SAMPLE);
            boolean rows = named.get(i).kind() == WeightKind.EMBEDDING;
            orders.add(rows ? readFirst(order, named.get(i).weight().cols(), data.ids()) : order);
        }
        int[] chosen = new int
                [Math.min(
                        sample, orders.stream().mapToInt(order -> order.length).sum())];
        int count = 0;
        for (int round = 0; count < chosen.length; round++) {
            for (int i = 0; i < orders.size() && count < chosen.length; i++) {
                if (round < orders.get(i).length) {
                    chosen[count++] = flat(named.get(i).weight(), orders.get(i)[round]);
                }
            }
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /** Weights that training changes: frozen ones lie behind these, and their gradients are 0 whatever the loss does. */
    private List<ParameterView> trained() {
        Matrix moving = program.parameters().trained().weights();
        long end = moving.offset() + moving.size();
        return program.parameters().named().stream()
                .filter(view -> view.weight().offset() < end)
                .toList();
    }

    /** Elements of rows that are read before all others: of a large vocabulary, a batch reads few. */
    private static int[] readFirst(int[] order, int columns, Set<Integer> read) {
        IntPredicate isRead = element -> read.contains(element / columns);
        return IntStream.concat(
                        Arrays.stream(order).filter(isRead),
                        Arrays.stream(order).filter(isRead.negate()))
                .toArray();
    }

    /** Where element {@code k} of a weight, row by row, is among all weights. */
    private int flat(Matrix weight, int k) {
        long at = weight.offset() + (long) (k / weight.cols()) * weight.stride() + k % weight.cols();
        return Math.toIntExact(at - program.parameters().weights().offset());
    }

    private void prepare(TrainRun run, Packings packings, RandomBatch data) {
        program.parameters().initialize(seed);
        // Biases start as zeros and ones, where errors could hide: move every weight a little.
        Matrix weights = program.parameters().weights();
        for (int i = 0; i < weights.cols(); i++) {
            weights.setDouble(
                    0, i, weights.getDouble(0, i) + 0.2 * (CounterRandom.unitDouble(seed, 0, WEIGHTS, i) - 0.5));
        }
        run.pack(packings);
        data.fill(program.signature(), run);
        run.random(seed, 1);
    }

    private Result compare(TrainRun run, double[] gradients, int[] chosen, double floor) {
        Matrix weights = program.parameters().weights();
        Result worst = new Result(-1, "", 0, 0, chosen.length, gradients.length);
        for (int i : chosen) {
            double w = weights.getDouble(0, i);
            double near = loss(run, i, w + step) - loss(run, i, w - step);
            double far = loss(run, i, w + 2 * step) - loss(run, i, w - 2 * step);
            double difference = (8 * near - far) / (12 * step);
            weights.setDouble(0, i, w);
            double size = Math.max(floor, Math.max(Math.abs(gradients[i]), Math.abs(difference)));
            double error = Math.abs(gradients[i] - difference) / size;
            if (!(error <= worst.error())) {
                worst = new Result(error, name(i), gradients[i], difference, chosen.length, gradients.length);
                if (Double.isNaN(error)) {
                    return worst;
                }
            }
        }
        return worst;
    }

    private double loss(TrainRun run, int i, double w) {
        program.parameters().weights().setDouble(0, i, w);
        run.forward();
        return run.loss();
    }

    /** The weight at a flat index, as {@code dense.bias[3]} or {@code lstm1.i.x[2, 0]} in the user's order. */
    private String name(int flat) {
        for (ParameterView view : program.parameters().named()) {
            Matrix m = view.weight();
            long at = flat + program.parameters().weights().offset() - m.offset();
            if (at >= 0 && at / m.stride() < m.rows() && at % m.stride() < m.cols()) {
                long r = at / m.stride();
                long c = at % m.stride();
                List<Long> index = view.vector() ? List.of(c) : view.transposed() ? List.of(c, r) : List.of(r, c);
                return view.name() + index;
            }
        }
        return "weight " + flat;
    }

    /**
     * The largest disagreement found.
     *
     * @param error its relative error; NaN when a gradient or loss is
     * @param where the weight, in the user's names
     * @param gradient the program's
     * @param difference the central difference
     * @param compared how many elements were compared
     * @param total how many there are
     */
    public record Result(double error, String where, double gradient, double difference, int compared, int total) {
        /** Whether every relative error is at most {@code tolerance}. */
        public boolean within(double tolerance) {
            return error <= tolerance;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "largest relative error %.2e at %s: gradient %.9g, central difference %.9g (%,d of %,d weights compared)",
                    error,
                    where,
                    gradient,
                    difference,
                    compared,
                    total);
        }
    }
}
