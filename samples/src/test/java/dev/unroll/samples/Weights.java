package dev.unroll.samples;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.weights.ParameterView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's weights by name, as bits. */
final class Weights {
    private Weights() {}

    static Map<String, List<Integer>> of(RecurrentModel model) {
        Map<String, List<Integer>> weights = new LinkedHashMap<>();
        for (ParameterView parameter : model.parameters()) {
            List<Integer> bits = new ArrayList<>();
            for (float value : parameter.values()) {
                bits.add(Float.floatToRawIntBits(value));
            }
            weights.put(parameter.name(), bits);
        }
        return weights;
    }
}
