package dev.unroll.compiler.types;

import java.util.List;

/**
 * A model after checking: every size is a number, every layer has its weights, every expression its type.
 *
 * @param weights in the order in which the file makes them
 * @param bindings in order; the last with an output's name is that output
 */
public record TypedModel(ModelSpec spec, List<Weight> weights, List<Binding> bindings) {
    public TypedModel {
        weights = List.copyOf(weights);
        bindings = List.copyOf(bindings);
    }

    /** How many trained numbers the model has. */
    public long parameterCount() {
        return weights.stream().mapToLong(Weight::count).sum();
    }
}
