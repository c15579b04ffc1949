package dev.unroll.compiler.ir;

import java.util.List;

/**
 * A model in the IR.
 *
 * @param name the model's name
 * @param parameters trained weights
 * @param inputs what a batch brings, targets included (named {@code target_<output>}); batch or tokens
 * @param predict results are the model's outputs in declaration order, without dropout
 * @param forward training mode: results are the loss ({@code fixed[]}), then the outputs; has no parameters
 * @param backward empty before differentiation; may read every value that {@code forward} defines at its top level, so
 *     residuals are exactly those values. Results are one per entry of {@code gradients}
 * @param gradients which value each result of {@code backward} is the cotangent of (same type): parameters in order,
 *     then inputs if asked for
 */
public record Program(
        String name,
        List<Parameter> parameters,
        List<Value> inputs,
        Block predict,
        Block forward,
        Block backward,
        List<Value> gradients) {
    public Program {
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        gradients = List.copyOf(gradients);
    }

    /** Before differentiation. */
    public static Program of(
            String name, List<Parameter> parameters, List<Value> inputs, Block predict, Block forward) {
        return new Program(name, parameters, inputs, predict, forward, Block.EMPTY, List.of());
    }

    public Program withPredict(Block block) {
        return new Program(name, parameters, inputs, block, forward, backward, gradients);
    }

    public Program withForward(Block block) {
        return new Program(name, parameters, inputs, predict, block, backward, gradients);
    }

    public Program withBackward(Block block, List<Value> gradientsOf) {
        return new Program(name, parameters, inputs, predict, forward, block, gradientsOf);
    }

    public Program withParameters(List<Parameter> others) {
        return new Program(name, others, inputs, predict, forward, backward, gradients);
    }

    /** The values of {@link #parameters()}. */
    public List<Value> parameterValues() {
        return parameters.stream().map(Parameter::value).toList();
    }
}
