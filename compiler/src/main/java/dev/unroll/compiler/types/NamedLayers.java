package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The layers that {@code layer name = …} names, each made at its first use and shared by all. A name may stand for a flow of
 * several layers: those are made in order by the first use and found again, in the same order, by the next.
 */
final class NamedLayers {
    private final Faults faults;
    private final Labels labels;
    private final Map<String, Expr> declared = new LinkedHashMap<>();
    private final Map<String, Layer> made = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private Optional<Group> current = Optional.empty();

    NamedLayers(Faults faults, Set<String> names) {
        this.faults = faults;
        this.labels = new Labels(names);
    }

    /** The layers of one named flow. */
    private static final class Group {
        private final String name;
        private final Labels labels = new Labels(Set.of());
        private final List<Layer> made = new ArrayList<>();
        private int next;
        private boolean active;

        private Group(String name) {
            this.name = name;
        }
    }

    void declare(String name, Expr value) {
        declared.put(name, value);
    }

    /** Takes a name as faulty: using it is silent from now on. */
    void fail(String name) {
        failed.add(name);
    }

    /** Whether there is a layer of this name; leaves the statement silently if its declaration is at fault. */
    boolean has(String name) {
        if (failed.contains(name)) {
            throw new Refused();
        }
        return declared.containsKey(name);
    }

    Expr declared(String name) {
        return declared.get(name);
    }

    Set<String> names() {
        return declared.keySet();
    }

    /** The layer of a name, if it has been used. */
    Optional<Layer> used(String name) {
        return Optional.ofNullable(made.get(name));
    }

    /** The layer of a name, made by {@code maker} from its label at the first use. */
    Layer made(String name, Function<String, Layer> maker) {
        Layer known = made.get(name);
        if (known == null) {
            known = maker.apply(name);
            made.put(name, known);
        }
        return known;
    }

    /** A layer without a name: inside a named flow the one made by its first use, else a new one. */
    Layer next(String kind, Function<String, Layer> maker) {
        if (current.isEmpty()) {
            return maker.apply(labels.next(kind));
        }
        Group group = current.get();
        if (group.next == group.made.size()) {
            group.made.add(maker.apply(group.name + "." + group.labels.next(kind)));
        }
        return group.made.get(group.next++);
    }

    /** What {@code flow} gives while layers without a name are those of the named flow {@code name}. */
    Typed within(String name, Span use, Supplier<Typed> flow) {
        Group group = groups.computeIfAbsent(name, Group::new);
        if (group.active) {
            throw faults.refuse(NAME_UNKNOWN, use, "`" + name + "` is made of itself");
        }
        Optional<Group> outer = current;
        current = Optional.of(group);
        group.active = true;
        group.next = 0;
        try {
            return flow.get();
        } finally {
            group.active = false;
            current = outer;
        }
    }
}
