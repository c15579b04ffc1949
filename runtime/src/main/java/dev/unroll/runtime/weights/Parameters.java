package dev.unroll.runtime.weights;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Arena;
import dev.unroll.runtime.memory.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All weights of a model in one arena: weights, then gradients, then two vectors of optimiser state, each contiguous. A flat view
 * is a {@code [1, total]} matrix. All of them have the same order: weights of one kind lie together and frozen ones come last, so
 * that an optimiser works on few long stretches; see {@link #trained()}.
 */
public final class Parameters implements AutoCloseable {
    /** Optimiser state vectors, the most any optimiser here needs. */
    public static final int STATES = 2;

    private final Arena arena;
    private final List<ParameterSpec> specs;
    private final int total;
    private final Matrix[] flat = new Matrix[2 + STATES];
    private final List<Matrix> weights = new ArrayList<>();
    private final List<Matrix> gradients = new ArrayList<>();
    private final List<ParameterView> named = new ArrayList<>();
    private final Map<String, ParameterView> byName = new HashMap<>();

    private final List<TrainedRange> ranges;
    private final int trained;

    private Parameters(Device device, List<ParameterSpec> specs) {
        this.specs = List.copyOf(specs);
        long elements = 0;
        for (ParameterSpec spec : specs) {
            elements += spec.size();
        }
        total = Math.toIntExact(elements);
        arena = Arena.allocate(device.dataType(), flat.length * elements);
        for (int i = 0; i < flat.length; i++) {
            flat[i] = Matrix.of(arena, (long) i * total, 1, total);
        }
        ParameterOrder order = ParameterOrder.of(this.specs);
        for (int i = 0; i < specs.size(); i++) {
            ParameterSpec spec = specs.get(i);
            Matrix weight = Matrix.of(arena, order.offset(i), spec.rows(), spec.cols());
            Matrix gradient = Matrix.of(arena, total + order.offset(i), spec.rows(), spec.cols());
            weights.add(weight);
            gradients.add(gradient);
            name(spec, weight, gradient);
        }
        ranges = order.ranges().stream()
                .map(range -> new TrainedRange(range.kind(), view(0, range), view(1, range)))
                .toList();
        trained = Math.toIntExact(order.trained());
    }

    private Matrix view(int vector, ParameterOrder.Range range) {
        Matrix columns = Matrix.of(arena, (long) vector * total + range.offset(), range.rows(), range.stride());
        return range.cols() == range.stride() ? columns : columns.columns(range.from(), range.from() + range.cols());
    }

    private void name(ParameterSpec spec, Matrix weight, Matrix gradient) {
        for (Segment segment : spec.segments()) {
            ParameterView view = new ParameterView(
                    segment.name(),
                    spec.vector(),
                    segment.transposed(),
                    segment.kind(),
                    segment.init(),
                    weight.columns(segment.from(), segment.to()),
                    gradient.columns(segment.from(), segment.to()));
            named.add(view);
            if (byName.put(view.name(), view) != null) {
                throw new IllegalArgumentException("two weights are called " + view.name());
            }
        }
    }

    /**
     * Allocates the weights of a model, all 0.
     *
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public static Parameters create(Device device, ParameterSpec... specs) {
        if (specs.length == 0) {
            throw new IllegalArgumentException("a model without weights");
        }
        return new Parameters(device, List.of(specs));
    }

    /** A weight as stored, {@code [in, out]} or {@code [1, n]}. */
    public Matrix weight(int i) {
        return weights.get(i);
    }

    /** The gradient of a weight, stored like it. */
    public Matrix gradient(int i) {
        return gradients.get(i);
    }

    /** All weights, {@code [1, total]}. */
    public Matrix weights() {
        return flat[0];
    }

    /** All gradients, {@code [1, total]}. */
    public Matrix gradients() {
        return flat[1];
    }

    /** Optimiser state {@code i}, below {@link #STATES}: {@code [1, total]}, 0 at first. */
    public Matrix state(int i) {
        if (i < 0 || i >= STATES) {
            throw new IndexOutOfBoundsException("optimiser state " + i + " of " + STATES);
        }
        return flat[2 + i];
    }

    /**
     * What training changes: the flat vectors without the frozen weights at their end.
     *
     * @throws IllegalStateException if all weights are frozen
     */
    public Trained trained() {
        if (trained == 0) {
            throw new IllegalStateException("there is nothing to train: all weights are frozen");
        }
        List<Matrix> states = new ArrayList<>();
        for (int i = 0; i < STATES; i++) {
            states.add(state(i).columns(0, trained));
        }
        return new Trained(weights().columns(0, trained), gradients().columns(0, trained), states, ranges);
    }

    /** Number of stored weights. */
    public int count() {
        return weights.size();
    }

    /** Number of elements of all weights. */
    public int total() {
        return total;
    }

    /** What was declared. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** The weights under their equations' names, in declaration order. */
    public List<ParameterView> named() {
        return List.copyOf(named);
    }

    /**
     * A weight under its equation's name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public ParameterView named(String name) {
        ParameterView view = byName.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no weight " + name + "; there are "
                    + named.stream().map(ParameterView::name).toList());
        }
        return view;
    }

    /** Gives every weight its starting value, a pure function of the seed; gradients and optimiser state become 0. */
    public void initialize(long seed) {
        for (int i = 0; i < named.size(); i++) {
            Initializer.initialize(named.get(i), i, seed);
        }
        float[] zeros = new float[total];
        for (int i = 1; i < flat.length; i++) {
            flat[i].set(zeros);
        }
    }

    /** Size of the arena. */
    public long bytes() {
        return arena.bytes();
    }

    @Override
    public void close() {
        arena.close();
    }
}
