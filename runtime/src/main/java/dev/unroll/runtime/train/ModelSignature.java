package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.VocabularySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model looks like from outside.
 *
 * @param model the model's name
 * @param doc text of its {@code ///} comment, empty when there is none
 * @param inputs in declaration order
 * @param outputs in declaration order
 * @param hyperParameters with the values the class was compiled with
 * @param states carried from step to step by a model with state ports; empty for others
 * @param decoder how one of the outputs comes about token by token; empty for most models
 * @param file the {@code .rnn} file, relative to its source root
 * @param digest SHA-256 of the file's text, 64 hexadecimal digits
 */
public record ModelSignature(
        String model,
        String doc,
        List<Port> inputs,
        List<Port> outputs,
        List<HyperParameter> hyperParameters,
        List<State> states,
        Optional<Decoder> decoder,
        String file,
        String digest) {
    public ModelSignature {
        states = List.copyOf(states);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        hyperParameters = List.copyOf(hyperParameters);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("model " + model + " needs an input and an output");
        }
    }

    /** A model without state ports. */
    public ModelSignature(
            String model,
            String doc,
            List<Port> inputs,
            List<Port> outputs,
            List<HyperParameter> hyperParameters,
            String file,
            String digest) {
        this(model, doc, inputs, outputs, hyperParameters, List.of(), Optional.empty(), file, digest);
    }

    /** A model without a decoder. */
    public ModelSignature(
            String model,
            String doc,
            List<Port> inputs,
            List<Port> outputs,
            List<HyperParameter> hyperParameters,
            List<State> states,
            String file,
            String digest) {
        this(model, doc, inputs, outputs, hyperParameters, states, Optional.empty(), file, digest);
    }

    /** The same model with a decoder. */
    public ModelSignature decoding(Decoder by) {
        return new ModelSignature(model, doc, inputs, outputs, hyperParameters, states, Optional.of(by), file, digest);
    }

    /**
     * How an output comes about token by token. The program has one more input than the signature, the last: what the decoder reads
     * as the tokens before each one, {@code [N, 1]} along the output's axis. {@link ModelProgram#encodeRun} and {@link
     * ModelProgram#stepRun} hand over what is listed here.
     *
     * @param output position of the output
     * @param states carried from step to step, with their first values first among the results of encoding
     * @param coverages axes of further states, which have one number for each position of an axis and come after the others
     * @param memories what every step reads of the inputs, after all states among the results of encoding
     * @param attentions whose weights a step gives, after all its states
     */
    public record Decoder(
            int output, List<State> states, List<String> coverages, List<Memory> memories, List<Attention> attentions) {
        public Decoder {
            states = List.copyOf(states);
            coverages = List.copyOf(coverages);
            memories = List.copyOf(memories);
            attentions = List.copyOf(attentions);
        }
    }

    /**
     * A value that does not change while outputs come about.
     *
     * @param axis of its rows; empty for one row per example
     */
    public record Memory(String axis, int width) {}

    /**
     * A softmax over the positions of an axis, computed at every step.
     *
     * @param name such as {@code context}
     */
    public record Attention(String name, String axis) {}

    /**
     * A state of a recurrent layer.
     *
     * @param name such as {@code lstm1.h}
     * @param width numbers per row
     */
    public record State(String name, int width) {
        public State {
            if (width < 1) {
                throw new IllegalArgumentException("state " + name + " has width " + width);
            }
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
     * The sequence axes, in the order in which inputs and then outputs first have them; a batch is in the order of the first. A model
     * without any has one without a name, on which every example has one step.
     */
    public List<String> axes() {
        List<String> axes = Stream.concat(inputs.stream(), outputs.stream())
                .filter(Port::isSequence)
                .map(port -> port.axis().name())
                .distinct()
                .toList();
        return axes.isEmpty() ? List.of("") : axes;
    }

    /** Those of {@link #axes} that inputs have, which are the first; one without a name if there is none. */
    public List<String> inputAxes() {
        List<String> axes = inputs.stream()
                .filter(Port::isSequence)
                .map(port -> port.axis().name())
                .distinct()
                .toList();
        return axes.isEmpty() ? List.of("") : axes;
    }

    /** The position of a port's axis in {@link #axes}; 0 for one row per example. */
    public int axis(Port port) {
        return port.isSequence() ? axes().indexOf(port.axis().name()) : 0;
    }

    /** Whether output {@code o} is given token by token. */
    public boolean isDecoded(int o) {
        return decoder.isPresent() && decoder.get().output() == o;
    }

    /** The labels that ports name, each once. */
    public List<LabelSet> labels() {
        return Stream.concat(inputs.stream(), outputs.stream())
                .flatMap(
                        port -> port.content() instanceof Content.Label label ? Stream.of(label.labels()) : Stream.of())
                .distinct()
                .toList();
    }

    /**
     * An input or output.
     *
     * @param width numbers per row; 1 for an input of tokens or labels, one per id or label for an output of these
     * @param scaling how its numbers are brought into range
     * @param content what the numbers mean
     */
    public record Port(String name, Axis axis, int width, Scaling scaling, String doc, Content content) {
        public Port {
            if (width < 1) {
                throw new IllegalArgumentException(name + " has width " + width);
            }
        }

        /** A port of numbers. */
        public Port(String name, Axis axis, int width, Scaling scaling, String doc) {
            this(name, axis, width, scaling, doc, new Content.Numbers());
        }

        /** Whether it has one row per step instead of one per example. */
        public boolean isSequence() {
            return axis.kind() != Axis.Kind.NONE;
        }

        /** Numbers per row of an output's truth: 1 for tokens and labels, whose truth is an id or an index. */
        public int targetWidth() {
            return content.classes() > 0 ? 1 : width;
        }

        /** As written in a {@code .rnn} file: {@code prices : float[time = 60, 1]}, {@code tags : label<Tags>[time]}. */
        @Override
        public String toString() {
            if (content instanceof Content.Numbers) {
                return name + " : float[" + (isSequence() ? axis + ", " : "") + width + "]";
            }
            return name + " : " + content + (isSequence() ? "[" + axis + "]" : "");
        }
    }

    /** What the numbers of a port mean. */
    public sealed interface Content {
        /** Measured numbers. */
        record Numbers() implements Content {
            @Override
            public String toString() {
                return "float";
            }
        }

        /** Ids of a vocabulary. */
        record Tokens(VocabularySpec vocabulary) implements Content {
            @Override
            public int classes() {
                return vocabulary.size();
            }

            @Override
            public String toString() {
                return "token<" + vocabulary.name() + ">";
            }
        }

        /** Indices of labels. */
        record Label(LabelSet labels) implements Content {
            @Override
            public int classes() {
                return labels.size();
            }

            @Override
            public String toString() {
                return "label<" + labels.name() + ">";
            }
        }

        /** How sure the answer yes is, from 0 to 1. */
        record Probability() implements Content {
            @Override
            public String toString() {
                return "probability";
            }
        }

        /** How many ids or indices there are; 0 where the numbers are none. */
        default int classes() {
            return 0;
        }

        /** Measured numbers. */
        static Content numbers() {
            return new Numbers();
        }

        /** Ids of a vocabulary. */
        static Content tokens(VocabularySpec vocabulary) {
            return new Tokens(vocabulary);
        }

        /** Indices of labels. */
        static Content label(LabelSet labels) {
            return new Label(labels);
        }

        /** How sure the answer yes is. */
        static Content probability() {
            return new Probability();
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
