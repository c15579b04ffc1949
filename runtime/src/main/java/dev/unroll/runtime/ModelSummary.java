package dev.unroll.runtime;

import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.weights.ParameterView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The text of {@link RecurrentModel#summary()}. */
final class ModelSummary {
    private ModelSummary() {}

    /**
     * The outline the build made, then what only a running model knows: its device, and its weights one by one.
     *
     * @param outline lines of the generated class; empty for a class written by hand, whose inputs and outputs are shown instead
     */
    static String of(List<String> outline, ModelSignature signature, List<ParameterView> parameters, String device) {
        List<String> lines = new ArrayList<>(outline.isEmpty() ? header(signature) : outline);
        signature.hyperParameters().forEach(p -> lines.add("  " + p.name() + " = " + p.value()));
        lines.add("  on " + device);
        int width = parameters.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        String format = "  %-" + width + "s  %-14s %,12d";
        long total = 0;
        for (ParameterView p : parameters) {
            lines.add(String.format(Locale.ROOT, format, p.name(), Arrays.toString(p.shape()), p.size()));
            total += p.size();
        }
        lines.add(String.format(Locale.ROOT, format, "total", "", total));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static List<String> header(ModelSignature signature) {
        List<String> lines = new ArrayList<>();
        lines.add(signature.model() + " (" + signature.file() + ")");
        signature.inputs().forEach(port -> lines.add("  input  " + scaled(port)));
        signature.outputs().forEach(port -> lines.add("  output " + scaled(port)));
        return lines;
    }

    private static String scaled(ModelSignature.Port port) {
        String scaling = port.scaling().toString();
        return "none".equals(scaling) ? port.toString() : port + " scaled " + scaling;
    }
}
