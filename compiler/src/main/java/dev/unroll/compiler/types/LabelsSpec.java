package dev.unroll.compiler.types;

import java.util.List;

/**
 * What a {@code labels} block says.
 *
 * @param labels in the order of their ids, from 0; at least two, all different
 * @param packageName of the file that declares them, empty for none: the enum's package, whoever uses it
 * @param source of the file that declares them
 * @param javaNames whether they are declared in the file as names, so that they can be constants of a Java enum
 */
public record LabelsSpec(String name, List<String> labels, String packageName, SourceDigest source, boolean javaNames) {
    public LabelsSpec {
        labels = List.copyOf(labels);
    }

    /** How many there are. */
    public int size() {
        return labels.size();
    }
}
