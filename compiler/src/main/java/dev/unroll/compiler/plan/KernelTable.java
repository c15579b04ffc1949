package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernels of a model: the same expression on the same ports is one kernel, however often it is launched. */
final class KernelTable {
    private record Key(Scalar shape, List<KernelPlan.Port> ports) {}

    private static final class Entry {
        private final int index;
        private final Scalar scalar;
        private final List<String> argumentNames;
        private final List<String> resultNames;
        private final List<KernelPlan.Port> ports;
        private final String role;
        private final Set<String> layers = new LinkedHashSet<>();
        private final Set<Origin> origins = new LinkedHashSet<>();

        private Entry(
                int index,
                Scalar scalar,
                List<String> argumentNames,
                List<String> resultNames,
                List<KernelPlan.Port> ports,
                String role) {
            this.index = index;
            this.scalar = scalar;
            this.argumentNames = argumentNames;
            this.resultNames = resultNames;
            this.ports = ports;
            this.role = role;
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /**
     * Index of the kernel for an expression.
     *
     * @param role what it does, such as {@code step} or {@code loss}; with the layer's label it makes the name
     */
    int intern(
            Scalar scalar,
            List<String> argumentNames,
            List<String> resultNames,
            List<KernelPlan.Port> ports,
            String role,
            Origin origin) {
        Key key = new Key(withoutNames(scalar), List.copyOf(ports));
        Entry entry = entries.computeIfAbsent(
                key, k -> new Entry(entries.size(), scalar, argumentNames, resultNames, ports, role));
        entry.layers.add(origin.layer());
        entry.origins.add(origin);
        return entry.index;
    }

    List<KernelPlan> plans() {
        List<KernelPlan> plans = new ArrayList<>();
        for (Entry entry : entries.values()) {
            String label = sharedLabel(entry.layers);
            String joined = label.isEmpty() || entry.role.isEmpty() ? label + entry.role : label + "_" + entry.role;
            String name = joined.isEmpty() ? "kernel" : joined;
            plans.add(new KernelPlan(
                    name,
                    entry.scalar,
                    entry.argumentNames,
                    entry.resultNames,
                    entry.ports,
                    List.copyOf(entry.origins)));
        }
        return plans;
    }

    /** The label of the only layer; of several layers the part before their numbers if it is the same, else nothing. */
    private static String sharedLabel(Set<String> layers) {
        if (layers.size() == 1) {
            return layers.iterator().next();
        }
        Set<String> stems = new LinkedHashSet<>();
        layers.forEach(layer -> stems.add(layer.replaceAll("[0-9]+$", "")));
        return stems.size() == 1 ? stems.iterator().next() : "";
    }

    private static Scalar withoutNames(Scalar scalar) {
        List<Scalar.Step> steps = scalar.steps().stream()
                .map(step -> new Scalar.Step("x", step.fn(), step.operands()))
                .toList();
        return new Scalar(scalar.arguments(), steps, scalar.results());
    }
}
