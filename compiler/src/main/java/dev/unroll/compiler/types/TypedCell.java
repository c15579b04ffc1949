package dev.unroll.compiler.types;

import java.util.List;
import java.util.Optional;

/**
 * One instance of a cell: a layer with its own weights. Equations are in order; each name is bound once.
 *
 * @param label the layer's, such as {@code lstm1} or {@code bidirectional1.forward}
 * @param input name under which the equations read the row at this step
 * @param states carried from step to step, in order of declaration
 * @param equations of one step; those named like a state give its value after the step
 * @param emit the row this step puts out
 */
public record TypedCell(String label, String input, List<State> states, List<Binding> equations, Term emit) {
    public TypedCell {
        states = List.copyOf(states);
        equations = List.copyOf(equations);
    }

    /** The label as the beginning of names in the IR. */
    public String stem() {
        return label.replace('.', '_');
    }

    /**
     * A carried value.
     *
     * @param initial the weight it starts from, the same for every example; empty for zeros, or where {@link Term.Recur#given()}
     *     has a value
     */
    public record State(String name, int size, Optional<Weight> initial) {}
}
