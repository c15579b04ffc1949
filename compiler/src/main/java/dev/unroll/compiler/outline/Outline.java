package dev.unroll.compiler.outline;

import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Bytes;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.TypedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model at a glance, known without running it.
 *
 * @param layers in order of first use
 * @param others operations of no layer
 * @param parameters trained numbers, 4 bytes each
 * @param training working memory of a training step, weights not counted
 * @param prediction working memory of a prediction, weights not counted
 */
public record Outline(
        ModelSpec model, List<Layer> layers, Cost others, long parameters, Bytes training, Bytes prediction) {
    public Outline {
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param name its label, with which its weights' names begin
     * @param type of the value it gives
     */
    public record Layer(String name, String type, long parameters, Cost cost) {}

    /** The outline of a model from its stages. */
    public static Outline of(TypedModel model, Program lowered, ExecutionPlan plan) {
        Map<String, Cost> costs = Costs.of(lowered.predict());
        Map<String, String> types = new LinkedHashMap<>();
        for (Binding binding : model.bindings()) {
            // The last value of a layer: dropout of its input stands before it, under the same label.
            types.put(binding.value().site().layer(), binding.value().type().toString());
        }
        types.remove("");
        List<Layer> layers = new ArrayList<>();
        types.forEach((name, type) ->
                layers.add(new Layer(name, type, parameters(model, name), costs.getOrDefault(name, Cost.NONE))));
        Cost others = costs.entrySet().stream()
                .filter(entry -> !types.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Cost.NONE, Cost::plus);
        return new Outline(
                model.spec(),
                layers,
                others,
                model.parameterCount(),
                plan.train().shared(),
                plan.predict().shared());
    }

    private static long parameters(TypedModel model, String layer) {
        return model.weights().stream()
                .filter(weight -> weight.name().startsWith(layer + "."))
                .mapToLong(weight -> weight.count())
                .sum();
    }

    /** All layers' operations and those of no layer. */
    public Cost cost() {
        return layers.stream().map(Layer::cost).reduce(others, Cost::plus);
    }
}
