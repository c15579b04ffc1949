package dev.unroll.runtime.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@link GradientNorm}s as text, one a line; doubles survive exactly. Throws IllegalArgumentException on other text. */
final class GradientText {
    private GradientText() {}

    static String of(List<GradientNorm> norms) {
        return norms.stream()
                .map(norm -> norm.layer() + "\t" + norm.stepsEach() + "\t"
                        + norm.perStep().stream().map(Object::toString).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    static List<GradientNorm> norms(String text) {
        List<GradientNorm> norms = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(line);
            }
            norms.add(new GradientNorm(
                    parts[0],
                    Arrays.stream(parts[2].split(" ", -1)).map(Double::valueOf).toList(),
                    Integer.parseInt(parts[1])));
        }
        return norms;
    }
}
