package dev.unroll.compiler.types;

import java.util.List;

/**
 * What generated classes have to know about a model's decoder.
 *
 * @param output the name of the output that it gives
 * @param previous name of the program input that carries the outputs so far, {@code token[axis]}: one step later than the
 *     truth, after the boundary token
 * @param states carried from step to step
 * @param attentions whose weights a search can show
 * @param coverages axes of states that have one number for each position, after the others
 * @param search how outputs are searched for unless asked for otherwise
 */
public record DecoderSpec(
        String output,
        String previous,
        List<State> states,
        List<Attention> attentions,
        List<String> coverages,
        SearchSpec search) {
    public DecoderSpec {
        states = List.copyOf(states);
        attentions = List.copyOf(attentions);
        coverages = List.copyOf(coverages);
    }

    /**
     * A carried value.
     *
     * @param name such as {@code rnn.h}
     */
    public record State(String name, int size) {}

    /**
     * An attention of the step.
     *
     * @param name of the value that it gives, such as {@code context}
     * @param axis that it attends to
     */
    public record Attention(String name, String axis) {}
}
