package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells arguments and results of one hint apart by what they belong to: four {@code z}, read by {@code i = sigmoid(z)} and so
 * on, become {@code z_i}, {@code z_f}, {@code z_g}, {@code z_o}.
 */
final class KernelNames {
    private final Scalar scalar;

    KernelNames(Scalar scalar) {
        this.scalar = scalar;
    }

    /** Names for the arguments: by the only step that reads one. */
    List<String> arguments(List<String> hints) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < hints.size(); i++) {
            Arg self = new Arg(i);
            List<Step> readers = scalar.steps().stream()
                    .filter(step -> step.operands().contains(self))
                    .toList();
            boolean clear = Collections.frequency(hints, hints.get(i)) > 1 && readers.size() == 1;
            names.add(clear ? joined(hints.get(i), stem(readers.get(0).name())) : hints.get(i));
        }
        return names;
    }

    /** Names for the results: by the first operand of another name that went into one. */
    List<String> results(List<String> hints) {
        List<String> names = new ArrayList<>();
        for (int r = 0; r < hints.size(); r++) {
            String hint = hints.get(r);
            String name = hint;
            if (Collections.frequency(hints, hint) > 1 && scalar.results().get(r) instanceof Local local) {
                for (Ref operand : scalar.steps().get(local.index()).operands()) {
                    if (name.equals(hint) && operand instanceof Local other) {
                        String source = stem(scalar.steps().get(other.index()).name());
                        name = source.equals(stem(hint)) ? hint : joined(hint, source);
                    }
                }
            }
            names.add(name);
        }
        return names;
    }

    /** Without the number that tells steps of one name apart, and without the d of a cotangent. */
    private static String stem(String name) {
        String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        return stem.startsWith("d_") ? stem.substring(2) : stem;
    }

    private static String joined(String hint, String suffix) {
        return suffix.equals(stem(hint)) ? hint : hint + "_" + suffix;
    }
}
