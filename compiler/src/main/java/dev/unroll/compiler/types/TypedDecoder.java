package dev.unroll.compiler.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder after checking. Types inside of its step have no axis but where they are rows that it attends to.
 *
 * @param output the name of the output that it gives
 * @param axis of that output
 * @param previous name under which the step reads the output before it
 * @param input name of the program input that carries these
 * @param cells that it runs, in order of declaration
 * @param equations of one step, in order
 * @param emit the probabilities of what comes out at this step
 * @param attentions whose weights have names
 * @param coverages states that add up weights
 */
public record TypedDecoder(
        String output,
        String axis,
        String previous,
        String input,
        List<Cell> cells,
        List<Binding> equations,
        Term emit,
        List<Attention> attentions,
        List<Coverage> coverages) {
    public TypedDecoder {
        coverages = List.copyOf(coverages);
        cells = List.copyOf(cells);
        equations = List.copyOf(equations);
        attentions = List.copyOf(attentions);
    }

    /**
     * A cell that the step runs.
     *
     * @param name in the decoder
     * @param given first values of states that are values of the model, by state
     */
    public record Cell(String name, TypedCell cell, Map<String, Term> given) {
        public Cell {
            given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        }

        /** The name under which the decoder has a state of this cell. */
        public String state(TypedCell.State state) {
            return stateName(name, state.name());
        }
    }

    /**
     * An attention of the step.
     *
     * @param name of the value that it gives
     * @param weights name of the equation that gives its weights
     * @param axis that it attends to
     */
    public record Attention(String name, String weights, String axis) {}

    /**
     * The sum of an attention's weights at all steps before: 0 at the first.
     *
     * @param state under which the step reads it
     * @param weights name of the equation that gives the weights
     * @param keys the sequence attended to
     * @param axis of that sequence
     */
    public record Coverage(String state, String weights, Term keys, String axis) {}

    /** The name under which a decoder has a state of a cell, such as {@code rnn.h}. */
    public static String stateName(String cell, String state) {
        return cell + "." + state;
    }

    /** What generated classes have to know of it. */
    DecoderSpec spec(SearchSpec search) {
        List<DecoderSpec.State> states = new ArrayList<>();
        cells.forEach(cell -> cell.cell()
                .states()
                .forEach(state -> states.add(new DecoderSpec.State(cell.state(state), state.size()))));
        return new DecoderSpec(
                output,
                input,
                states,
                attentions.stream()
                        .map(a -> new DecoderSpec.Attention(a.name(), a.axis()))
                        .toList(),
                coverages.stream().map(Coverage::axis).toList(),
                search);
    }
}
