package dev.unroll.compiler.types;

/**
 * A state of a recurrent layer that a caller hands in and gets back. Programs of models that have some take, after the
 * targets, each state as {@code batch[width]} and then {@link #RESET}, {@code tokens(axis)[1]}: 1 where the state is to be
 * the layer's initial one again before the step, else 0. They give the final states after the outputs.
 *
 * @param name shown to users, such as {@code lstm1.h}
 * @param value name of its value in the IR, such as {@code state_lstm1_h}
 * @param width units of the state
 */
public record StatePort(String name, String value, int width) {
    /** Name of the program input that says where states are reset. */
    public static final String RESET = "reset";
}
