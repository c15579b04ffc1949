package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaling;
import java.util.List;

/**
 * What a model looks like from outside.
 *
 * @param model the model's name
 * @param doc text of its {@code ///} comment, empty when there is none
 * @param inputs in declaration order
 * @param outputs in declaration order
 * @param hyperParameters with the values the class was compiled with
 * @param file the {@code .rnn} file, relative to its source root
 * @param digest SHA-256 of the file's text, 64 hexadecimal digits
 */
public record ModelSignature(
        String model,
        String doc,
        List<Port> inputs,
        List<Port> outputs,
        List<HyperParameter> hyperParameters,
        String file,
        String digest) {
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        hyperParameters = List.copyOf(hyperParameters);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("model " + model + " needs an input and an output");
        }
    }

    /** The position of input {@code name}. Throws {@link IllegalArgumentException} when there is none. */
    public int input(String name) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(model + " has no input named " + name);
    }

    /**
     * An input or output.
     *
     * @param width numbers per row
     * @param scaling how its numbers are brought into range
     */
    public record Port(String name, Axis axis, int width, Scaling scaling, String doc) {
        public Port {
            if (width < 1) {
                throw new IllegalArgumentException(name + " has width " + width);
            }
        }

        /** Whether it has one row per step instead of one per example. */
        public boolean isSequence() {
            return axis.kind() != Axis.Kind.NONE;
        }

        /** As written in a {@code .rnn} file: {@code prices : float[time = 60, 1]}. */
        @Override
        public String toString() {
            return name + " : float[" + (isSequence() ? axis + ", " : "") + width + "]";
        }
    }

    /**
     * The sequence axis of a port and what its file says about the length.
     *
     * @param name the axis, empty for {@link Kind#NONE}
     * @param steps length or bound; 0 where there is none
     */
    public record Axis(String name, Kind kind, int steps) {
        /** What is known about an axis' length. */
        public enum Kind {
            /** No sequence axis: one row per example. */
            NONE,
            /** Any length from 1. */
            FREE,
            /** Exactly this many steps. */
            FIXED,
            /** From 1 to this many steps. */
            BOUNDED
        }

        /** One row per example. */
        public static Axis none() {
            return new Axis("", Kind.NONE, 0);
        }

        /** Any length from 1. */
        public static Axis free(String name) {
            return new Axis(name, Kind.FREE, 0);
        }

        /** Exactly {@code steps} steps. */
        public static Axis fixed(String name, int steps) {
            return new Axis(name, Kind.FIXED, steps);
        }

        /** From 1 to {@code steps} steps. */
        public static Axis bounded(String name, int steps) {
            return new Axis(name, Kind.BOUNDED, steps);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case NONE -> "";
                case FREE -> name;
                case FIXED -> name + " = " + steps;
                case BOUNDED -> name + " <= " + steps;
            };
        }
    }

    /** A hyper-parameter and its value, as the user would write it. */
    public record HyperParameter(String name, String value, String doc) {}
}
