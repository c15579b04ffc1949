package dev.unroll.runtime;

import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.weights.ParameterView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The text of {@link RecurrentModel#summary()}. */
final class ModelSummary {
    private ModelSummary() {}

    static String of(ModelSignature signature, List<ParameterView> parameters, String device) {
        StringBuilder text = new StringBuilder();
        String line = System.lineSeparator();
        text.append(signature.model())
                .append(" (")
                .append(signature.file())
                .append("), on ")
                .append(device)
                .append(line);
        signature.hyperParameters().forEach(p -> text.append("  ")
                .append(p.name())
                .append(" = ")
                .append(p.value())
                .append(line));
        signature
                .inputs()
                .forEach(port -> text.append("  input  ").append(scaled(port)).append(line));
        signature
                .outputs()
                .forEach(port -> text.append("  output ").append(scaled(port)).append(line));
        int width = parameters.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        long total = 0;
        for (ParameterView p : parameters) {
            text.append(String.format(
                    Locale.ROOT, "  %-" + width + "s  %-14s %,12d%n", p.name(), Arrays.toString(p.shape()), p.size()));
            total += p.size();
        }
        return text.append(String.format(Locale.ROOT, "  %-" + width + "s  %-14s %,12d%n", "total", "", total))
                .toString();
    }

    private static String scaled(ModelSignature.Port port) {
        String scaling = port.scaling().toString();
        return "none".equals(scaling) ? port.toString() : port + " scaled " + scaling;
    }
}
