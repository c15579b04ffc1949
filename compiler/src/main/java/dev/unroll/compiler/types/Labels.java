package dev.unroll.compiler.types;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Labels of layers without a name: {@code lstm1}, {@code lstm2}, {@code dense1}, counted in the order of the text. */
final class Labels {
    private final Set<String> taken;
    private final Map<String, Integer> counts = new HashMap<>();

    Labels(Collection<String> named) {
        taken = new HashSet<>(named);
    }

    String next(String kind) {
        String stem = kind.toLowerCase(Locale.ROOT);
        String label;
        do {
            label = stem + counts.merge(stem, 1, Integer::sum);
        } while (!taken.add(label));
        return label;
    }
}
