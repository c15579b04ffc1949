package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.weights.ParameterView;
import dev.unroll.runtime.weights.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the gradients of one batch, layer by layer. Allocates, so it is for one step of an epoch. */
final class GradientMeter {
    /** Most numbers of a layer; longer sequences have several steps in one. */
    static final int COLUMNS = 100;

    private GradientMeter() {}

    /** After a backward run, before clipping: per time step of layers with a {@link Probe}, and of each layer's weights. */
    static List<GradientNorm> measure(List<Probe> probes, Parameters parameters) {
        List<GradientNorm> norms = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Probe probe : probes) {
            Packing packing = probe.gradient().packing();
            // Of one step alone, the weights' gradients tell as much.
            if (packing.steps() > 1) {
                int count = seen.merge(probe.layer(), 1, Integer::sum);
                norms.add(perStep(
                        probe.layer() + (count > 1 ? " (" + count + ")" : ""),
                        probe.gradient().all(),
                        packing));
            }
        }
        Map<String, Double> squares = new LinkedHashMap<>();
        for (ParameterView view : parameters.named()) {
            String name = view.name();
            String layer = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
            squares.merge(layer, squares(view.gradient(), 0, view.gradient().rows()), Double::sum);
        }
        squares.forEach((layer, sum) -> norms.add(new GradientNorm(layer, List.of(Math.sqrt(sum)), 1)));
        return norms;
    }

    private static GradientNorm perStep(String layer, Matrix gradient, Packing packing) {
        int each = (packing.steps() + COLUMNS - 1) / COLUMNS;
        List<Double> norms = new ArrayList<>();
        for (int t = 0; t < packing.steps(); t += each) {
            int end = Math.min(t + each, packing.steps());
            int to = end == packing.steps() ? packing.tokens() : packing.offset(end);
            norms.add(Math.sqrt(squares(gradient, packing.offset(t), to)));
        }
        return new GradientNorm(layer, norms, each);
    }

    private static double squares(Matrix matrix, int from, int to) {
        double sum = 0;
        for (int r = from; r < to; r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                double x = matrix.getDouble(r, c);
                sum += x * x;
            }
        }
        return sum;
    }
}
