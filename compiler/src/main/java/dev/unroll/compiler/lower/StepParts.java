package dev.unroll.compiler.lower;

import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The equations of a decoder's step in three parts: those that need nothing but the outputs before them, done for all steps at
 * once before the loop; those that states or attentions need, done in the loop; and the rest, what comes out, done for all steps at
 * once after it.
 */
final class StepParts {
    private final TypedDecoder decoder;
    private final Map<String, Term> equations = new HashMap<>();
    private final Map<String, String> runs = new HashMap<>();
    private final Set<String> looped = new LinkedHashSet<>();
    private final Set<String> stateful = new HashSet<>();

    StepParts(TypedDecoder decoder) {
        this.decoder = decoder;
        for (Binding equation : decoder.equations()) {
            equations.put(equation.name(), equation.value());
            if (equation.value() instanceof Term.CellStep step) {
                step.cell()
                        .states()
                        .forEach(state -> runs.put(TypedDecoder.stateName(step.run(), state.name()), equation.name()));
            }
            if (isStateful(equation.value()) || reads(equation.value()).stream().anyMatch(stateful::contains)) {
                stateful.add(equation.name());
            }
        }
        for (Binding equation : decoder.equations()) {
            if (isStateful(equation.value())) {
                loop(equation.name());
            }
        }
        if (isStateful(decoder.emit())) {
            reads(decoder.emit()).forEach(this::loop);
        }
    }

    private void loop(String name) {
        if (equations.containsKey(name) && stateful.contains(name) && looped.add(name)) {
            reads(equations.get(name)).forEach(this::loop);
        }
    }

    /** Equations that depend on no state. */
    List<Binding> before() {
        return decoder.equations().stream()
                .filter(equation -> !stateful.contains(equation.name()))
                .toList();
    }

    /** Equations that states or attentions need. */
    List<Binding> inside() {
        return decoder.equations().stream()
                .filter(equation -> looped.contains(equation.name()))
                .toList();
    }

    /** All others. */
    List<Binding> after() {
        return decoder.equations().stream()
                .filter(equation -> stateful.contains(equation.name()) && !looped.contains(equation.name()))
                .toList();
    }

    /** Whether what the decoder emits can be computed after the loop. */
    boolean emitsAfter() {
        return !isStateful(decoder.emit());
    }

    /** What {@link #after} and the emitted value read of the loop, in order. */
    List<String> stacked() {
        Set<String> read = new LinkedHashSet<>();
        after().forEach(equation -> reads(equation.value(), read));
        reads(decoder.emit(), read);
        List<String> stacked = new ArrayList<>();
        for (String name : read) {
            if (looped.contains(name) || runs.containsKey(name)) {
                stacked.add(name);
            }
        }
        return stacked;
    }

    /** What the loop reads that is not its own. */
    Set<String> read() {
        Set<String> read = new LinkedHashSet<>();
        inside().forEach(equation -> reads(equation.value(), read));
        if (!emitsAfter()) {
            reads(decoder.emit(), read);
        }
        read.removeAll(looped);
        read.removeAll(runs.keySet());
        return read;
    }

    /** Whether an expression itself steps a cell, attends, or reads a state before this step. */
    private static boolean isStateful(Term term) {
        return term instanceof Term.CellStep
                || term instanceof Term.Previous
                || term instanceof Term.Keys
                || term.children().stream().anyMatch(StepParts::isStateful);
    }

    /** Names of equations that an expression reads; a cell's state is read of the equation that runs the cell. */
    private Set<String> reads(Term term) {
        Set<String> names = new LinkedHashSet<>();
        reads(term, names);
        Set<String> equationNames = new LinkedHashSet<>();
        names.forEach(name -> equationNames.add(runs.getOrDefault(name, name)));
        return equationNames;
    }

    private static void reads(Term term, Set<String> names) {
        if (term instanceof Term.Read read) {
            names.add(read.name());
        }
        // what is attended to is the model's
        if (!(term instanceof Term.Keys)) {
            term.children().forEach(child -> reads(child, names));
        }
    }
}
