package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cotangents gathered so far, by primal value. They are summed when they are taken.
 *
 * <p>Parts for disjoint columns are put side by side, with zeros in the gaps, so that the cotangent of four gates sliced
 * out of one product is one concat and no addition.
 */
final class Cotangents {
    private final IrBuilder code;
    private final Set<Value> active;
    private final Map<Value, List<Contribution>> gathered = new HashMap<>();

    /**
     * Starts without any.
     *
     * @param code where sums are written
     * @param active the values whose cotangents matter, see {@link Activity}; contributions to others are ignored
     */
    Cotangents(IrBuilder code, Set<Value> active) {
        this.code = code;
        this.active = active;
    }

    void add(Contribution contribution) {
        if (active.contains(contribution.primal())) {
            gathered.computeIfAbsent(contribution.primal(), key -> new ArrayList<>())
                    .add(contribution);
        }
    }

    /** The whole cotangent of {@code primal}, of its type; empty when nothing contributed, that is, when it is 0. */
    Optional<Value> take(Value primal) {
        List<Contribution> parts = gathered.remove(primal);
        if (parts == null) {
            return Optional.empty();
        }
        Value sum = null;
        for (List<Contribution> layer : layers(sameColumnsSummed(primal, parts))) {
            Value whole = sideBySide(primal, layer);
            sum = sum == null ? whole : sum(primal, sum, whole);
        }
        return Optional.ofNullable(sum);
    }

    /** As {@link #take}, written as zeros when it is 0. */
    Value takeOrZero(Value primal) {
        return take(primal).orElseGet(() -> code.constant(name(primal), primal.type(), 0));
    }

    /** What the cotangent of {@code primal} is called. */
    static String name(Value primal) {
        return "d_" + primal.name();
    }

    private List<Contribution> sameColumnsSummed(Value primal, List<Contribution> parts) {
        List<Contribution> summed = new ArrayList<>();
        for (Contribution part : parts) {
            int same = indexOfSameColumns(summed, part);
            if (same < 0) {
                summed.add(part);
            } else {
                Value sum = sum(primal, summed.get(same).cotangent(), part.cotangent());
                summed.set(same, new Contribution(primal, part.from(), part.to(), sum));
            }
        }
        return summed;
    }

    private static int indexOfSameColumns(List<Contribution> parts, Contribution wanted) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).from() == wanted.from() && parts.get(i).to() == wanted.to()) {
                return i;
            }
        }
        return -1;
    }

    /** Parts distributed over as few layers as need be for the parts of each layer to be disjoint and in order. */
    private static List<List<Contribution>> layers(List<Contribution> parts) {
        List<List<Contribution>> layers = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparingInt(Contribution::from))
                .forEach(part -> layerWithRoom(layers, part.from()).add(part));
        return layers;
    }

    private static List<Contribution> layerWithRoom(List<List<Contribution>> layers, int from) {
        for (List<Contribution> layer : layers) {
            if (layer.get(layer.size() - 1).to() <= from) {
                return layer;
            }
        }
        layers.add(new ArrayList<>());
        return layers.get(layers.size() - 1);
    }

    private Value sideBySide(Value primal, List<Contribution> layer) {
        List<Value> columns = new ArrayList<>();
        int done = 0;
        for (Contribution part : layer) {
            addZeros(columns, primal, part.from() - done);
            columns.add(part.cotangent());
            done = part.to();
        }
        addZeros(columns, primal, primal.type().width() - done);
        return columns.size() == 1 ? columns.get(0) : code.concat(name(primal), columns);
    }

    private void addZeros(List<Value> columns, Value primal, int width) {
        if (width > 0) {
            List<Integer> dims = new ArrayList<>(primal.type().dims());
            dims.set(dims.size() - 1, width);
            columns.add(code.constant("zeros", new Type(primal.type().extent(), dims), 0));
        }
    }

    private Value sum(Value primal, Value a, Value b) {
        return code.pointwise(name(primal), Fn.ADD, a, b);
    }
}
