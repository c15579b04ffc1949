package dev.unroll.compiler.ir;

import java.util.List;

/**
 * A model in the IR.
 *
 * @param name the model's name
 * @param parameters trained weights
 * @param inputs what a batch brings, targets included (named {@code target_<output>}); batch or tokens. A model with state
 *     ports takes its states too, then {@code reset}
 * @param predict results are the model's outputs in declaration order, without dropout, then its final states if it has
 *     state ports
 * @param forward training mode: results are the loss ({@code fixed[]}), then those of predict; has no parameters
 * @param backward empty before differentiation; may read every value that {@code forward} defines at its top level, so
 *     residuals are exactly those values. Results are one per entry of {@code gradients}
 * @param gradients which value each result of {@code backward} is the cotangent of (same type): parameters that are not
 *     frozen, in order, then inputs if asked for, then the probes
 * @param probes what layers compute at all steps and whose cotangents are kept, for reports
 */
public record Program(
        String name,
        List<Parameter> parameters,
        List<Value> inputs,
        Block predict,
        Block forward,
        Block backward,
        List<Value> gradients,
        List<Probe> probes) {
    /**
     * A value of forward, of type tokens, whose cotangent is kept.
     *
     * @param layer label of the layer that reads it
     */
    public record Probe(String layer, Value value) {}

    public Program {
        probes = List.copyOf(probes);
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        gradients = List.copyOf(gradients);
    }

    /** A program without probes. */
    public Program(
            String name,
            List<Parameter> parameters,
            List<Value> inputs,
            Block predict,
            Block forward,
            Block backward,
            List<Value> gradients) {
        this(name, parameters, inputs, predict, forward, backward, gradients, List.of());
    }

    /** Before differentiation. */
    public static Program of(
            String name, List<Parameter> parameters, List<Value> inputs, Block predict, Block forward) {
        return new Program(name, parameters, inputs, predict, forward, Block.EMPTY, List.of());
    }

    public Program withPredict(Block block) {
        return new Program(name, parameters, inputs, block, forward, backward, gradients, probes);
    }

    public Program withForward(Block block) {
        return new Program(name, parameters, inputs, predict, block, backward, gradients, probes);
    }

    public Program withBackward(Block block, List<Value> gradientsOf) {
        return new Program(name, parameters, inputs, predict, forward, block, gradientsOf, probes);
    }

    public Program withParameters(List<Parameter> others) {
        return new Program(name, others, inputs, predict, forward, backward, gradients, probes);
    }

    public Program withProbes(List<Probe> others) {
        return new Program(name, parameters, inputs, predict, forward, backward, gradients, others);
    }

    /** The values of the parameters that are not frozen. */
    public List<Value> trainedValues() {
        return parameters.stream()
                .filter(parameter -> !parameter.frozen())
                .map(Parameter::value)
                .toList();
    }

    /** The values of {@link #parameters()}. */
    public List<Value> parameterValues() {
        return parameters.stream().map(Parameter::value).toList();
    }
}
