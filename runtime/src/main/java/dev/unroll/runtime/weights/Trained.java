package dev.unroll.runtime.weights;

import dev.unroll.runtime.memory.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What training changes of {@link Parameters}: live flat views of equal sizes, {@code [1, n]}, without the frozen weights. Made once,
 * before the first step.
 *
 * @param states the optimiser's, {@link Parameters#STATES} of them
 * @param ranges the same weights by kind
 */
public record Trained(Matrix weights, Matrix gradients, List<Matrix> states, List<TrainedRange> ranges) {
    public Trained {
        states = List.copyOf(states);
        ranges = List.copyOf(ranges);
    }

    /** A stretch of weights that decay at one rate above 0. */
    public record Decaying(Matrix weights, Matrix gradients, double rate) {}

    /** The weights that decay, by the rates of their kinds, in as few stretches as there can be. */
    public List<Decaying> decaying(ToDoubleFunction<WeightKind> rates) {
        List<Decaying> result = new ArrayList<>();
        for (TrainedRange range : ranges) {
            double rate = rates.applyAsDouble(range.kind());
            Decaying last = result.isEmpty() ? null : result.get(result.size() - 1);
            if (last != null && last.rate() == rate && adjacent(last.weights(), range.weights())) {
                result.set(
                        result.size() - 1,
                        new Decaying(
                                join(last.weights(), range.weights()),
                                join(last.gradients(), range.gradients()),
                                rate));
            } else if (rate > 0) {
                result.add(new Decaying(range.weights(), range.gradients(), rate));
            }
        }
        return List.copyOf(result);
    }

    private static boolean adjacent(Matrix first, Matrix second) {
        return first.isDense() && second.isDense() && first.offset() + first.size() == second.offset();
    }

    private static Matrix join(Matrix first, Matrix second) {
        return Matrix.of(first.arena(), first.offset(), 1, Math.toIntExact(first.size() + second.size()));
    }
}
