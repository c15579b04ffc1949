package dev.unroll.compiler.types;

import java.util.Optional;

/**
 * An input or output of a model.
 *
 * @param name as declared
 * @param value name of its value in the IR: of a program input, or of the predict block's result of the same position
 * @param type one row per example, {@code float[n]}, or per step, {@code float[axis, n]}; tokens, labels and
 *     probabilities have no size
 * @param length what is known about the length of its axis
 * @param doc text of its {@code ///} comment, empty when there is none
 */
public record Port(
        String name, String value, ValueType type, AxisLength length, Optional<Scaling> scaling, String doc) {
    /**
     * Numbers per row of an input, or of an output's target: 1 for tokens, labels and probabilities. What the model gives
     * for an output of tokens or labels is wider, see {@link ModelSpec#width(Port)}.
     */
    public int width() {
        return type.width();
    }

    /** The type with what is known about its length, such as {@code float[time = 60, 1]}. */
    public String typeText() {
        if (!type.isSequence()) {
            return type.toString();
        }
        String axis = type.axes().get(0);
        String dimension =
                switch (length.kind()) {
                    case NONE, FREE -> axis;
                    case FIXED -> axis + " = " + length.steps();
                    case BOUNDED -> axis + " <= " + length.steps();
                };
        return type.toString().replaceFirst("\\[" + axis, "[" + dimension);
    }

    /** Name of the program input that carries this output's truth during training. */
    public String target() {
        return "target_" + value;
    }
}
