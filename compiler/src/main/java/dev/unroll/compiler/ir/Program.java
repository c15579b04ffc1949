package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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
 * @param phases what a decoder does one output at a time: see {@link Phase}; empty for most models
 */
public record Program(
        String name,
        List<Parameter> parameters,
        List<Value> inputs,
        Block predict,
        Block forward,
        Block backward,
        List<Value> gradients,
        List<Probe> probes,
        List<Phase> phases) {
    /**
     * A value of forward, of type tokens, whose cotangent is kept.
     *
     * @param layer label of the layer that reads it
     */
    public record Probe(String layer, Value value) {}

    /**
     * A part of prediction that runs by itself, with the program's parameters and inputs of its own; no dropout.
     *
     * @param name such as {@code encode}
     * @param inputs batch or tokens
     * @param block what it computes of them
     */
    public record Phase(String name, List<Value> inputs, Block block) {
        /** What a decoder needs of the inputs: its states before the first step, then the memories it reads at every step. */
        public static final String ENCODE = "encode";

        /**
         * One step of a decoder: of the previous ids, the states and the memories the logarithms of the probabilities, the states
         * after it and the weights of its attentions.
         */
        public static final String STEP = "step";

        public Phase {
            Names.require(name);
            inputs = List.copyOf(inputs);
        }
    }

    public Program {
        phases = List.copyOf(phases);
        probes = List.copyOf(probes);
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        gradients = List.copyOf(gradients);
    }

    /** A program without phases. */
    public Program(
            String name,
            List<Parameter> parameters,
            List<Value> inputs,
            Block predict,
            Block forward,
            Block backward,
            List<Value> gradients,
            List<Probe> probes) {
        this(name, parameters, inputs, predict, forward, backward, gradients, probes, List.of());
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

    /** The blocks that predict: {@code predict}, then those of the phases. */
    public List<Block> predictions() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(predict);
        phases.forEach(phase -> blocks.add(phase.block()));
        return blocks;
    }

    /** All blocks: {@link #predictions()}, forward, backward. */
    public List<Block> blocks() {
        List<Block> blocks = predictions();
        blocks.add(forward);
        blocks.add(backward);
        return blocks;
    }

    /** The same program with others in place of {@link #predictions()}, in their order. */
    public Program withPredictions(List<Block> blocks) {
        List<Phase> others = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            others.add(new Phase(phases.get(i).name(), phases.get(i).inputs(), blocks.get(1 + i)));
        }
        return withPredict(blocks.get(0)).withPhases(others);
    }

    /** The same program with each of {@link #predictions()} rewritten, in their order. */
    public Program mapPredictions(UnaryOperator<Block> rewrite) {
        return withPredictions(predictions().stream().map(rewrite).toList());
    }

    public Program withPhases(List<Phase> others) {
        return new Program(name, parameters, inputs, predict, forward, backward, gradients, probes, others);
    }

    public Program withPredict(Block block) {
        return new Program(name, parameters, inputs, block, forward, backward, gradients, probes, phases);
    }

    public Program withForward(Block block) {
        return new Program(name, parameters, inputs, predict, block, backward, gradients, probes, phases);
    }

    public Program withBackward(Block block, List<Value> gradientsOf) {
        return new Program(name, parameters, inputs, predict, forward, block, gradientsOf, probes, phases);
    }

    public Program withParameters(List<Parameter> others) {
        return new Program(name, others, inputs, predict, forward, backward, gradients, probes, phases);
    }

    public Program withProbes(List<Probe> others) {
        return new Program(name, parameters, inputs, predict, forward, backward, gradients, others, phases);
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
