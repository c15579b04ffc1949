package dev.unroll.compiler.outline;

import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Bytes;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedModel;
import dev.unroll.compiler.types.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            if (binding.value() instanceof Term.Decode decode) {
                // layers of a step, each as it is at one step
                decode.decoder().equations().forEach(equation -> note(equation, types));
            }
            note(binding, types);
        }
        types.remove("");
        Map<String, String> names = new HashMap<>();
        Map<String, Long> parameters = new HashMap<>();
        for (Weight weight : model.weights()) {
            label(weight, types.keySet()).ifPresent(label -> {
                names.put(stem(label), label);
                parameters.merge(stem(label), weight.count(), Long::sum);
            });
        }
        List<Layer> layers = new ArrayList<>();
        types.forEach((stem, type) -> layers.add(new Layer(
                names.getOrDefault(stem, stem),
                type,
                parameters.getOrDefault(stem, 0L),
                costs.getOrDefault(stem, Cost.NONE))));
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

    /** The last value of a layer: dropout of its input stands before it, under the same label. */
    private static void note(Binding binding, Map<String, String> types) {
        types.put(binding.value().site().layer(), binding.value().type().toString());
    }

    /** The label with which a weight's name begins: the longest that is one, as a named flow has layers inside. */
    private static Optional<String> label(Weight weight, Set<String> stems) {
        String label = weight.name();
        while (label.contains(".")) {
            label = label.substring(0, label.lastIndexOf('.'));
            if (stems.contains(stem(label))) {
                return Optional.of(label);
            }
        }
        return Optional.empty();
    }

    /** A label as values carry it. */
    private static String stem(String label) {
        return label.replace('.', '_');
    }

    /** All layers' operations and those of no layer. */
    public Cost cost() {
        return layers.stream().map(Layer::cost).reduce(others, Cost::plus);
    }
}
