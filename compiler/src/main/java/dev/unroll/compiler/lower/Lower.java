package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Parameter.Segment;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.LossSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.StatePort;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TrainSpec;
import dev.unroll.compiler.types.TypedDecoder;
import dev.unroll.compiler.types.TypedModel;
import dev.unroll.compiler.types.ValueType;
import dev.unroll.compiler.types.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a typed model: the blocks for prediction and for training's forward pass, without gradients. */
public final class Lower {
    private final TypedModel model;
    private final ValueIds ids = ValueIds.fromZero();
    private final Map<String, Value> weights = new LinkedHashMap<>();
    private final Map<String, Value> inputs = new LinkedHashMap<>();
    private final Map<String, Value> targets = new LinkedHashMap<>();
    private final List<Value> states = new ArrayList<>();
    private Optional<Value> reset = Optional.empty();

    private Lower(TypedModel model) {
        this.model = model;
    }

    /**
     * The model in the IR. A model without a {@code train} block gets the loss that its outputs' types demand, for numbers
     * the mean squared error, so that its gradients can be checked.
     */
    public static Program lower(TypedModel model) {
        return new Lower(model).program();
    }

    private Program program() {
        List<Parameter> parameters = new ArrayList<>();
        for (Weight weight : model.weights()) {
            Value value = ids.fresh(weight.name().replace('.', '_'), new Type(Extent.FIXED, weight.sizes()));
            weights.put(weight.name(), value);
            int columns = value.type().width();
            parameters.add(new Parameter(
                    value,
                    List.of(new Segment(weight.name(), 0, columns, weight.transposed(), weight.init(), weight.kind())),
                    weight.frozen()));
        }
        model.spec().inputs().forEach(port -> inputs.put(port.name(), ids.fresh(port.value(), typeOf(port.type()))));
        model.spec().outputs().forEach(port -> targets.put(port.name(), ids.fresh(port.target(), typeOf(port.type()))));
        declareStates();
        Optional<TypedDecoder> decoder = decoder();
        decoder.ifPresent(d -> inputs.put(d.input(), ids.fresh(d.input(), Type.tokens(d.axis(), 1))));
        List<Value> all = new ArrayList<>(inputs.values());
        all.addAll(targets.values());
        all.addAll(states);
        reset.ifPresent(all::add);
        Block nothing = new Block(List.of(), List.of(), List.of());
        return new Program(model.spec().name(), parameters, all, predict(), forward(), nothing, List.of())
                .withPhases(decoder.map(this::phases).orElse(List.of()));
    }

    private Optional<TypedDecoder> decoder() {
        return model.bindings().stream()
                .filter(binding -> binding.value() instanceof Term.Decode)
                .map(binding -> ((Term.Decode) binding.value()).decoder())
                .findFirst();
    }

    private List<Program.Phase> phases(TypedDecoder decoder) {
        Map<String, Value> given = new LinkedHashMap<>();
        model.spec().inputs().forEach(port -> given.put(port.name(), ids.fresh(port.value(), typeOf(port.type()))));
        IrBuilder builder = new IrBuilder(ids);
        TermLowering encode = new TermLowering(builder, model.spec().source().fileName(), weights, given, false);
        model.bindings().stream()
                .takeWhile(binding -> !(binding.value() instanceof Term.Decode))
                .forEach(encode::bind);
        return new DecoderPhases(decoder, ids, encode, new IrBuilder(ids)).phases(new ArrayList<>(given.values()));
    }

    private void declareStates() {
        for (StatePort state : model.spec().states()) {
            states.add(ids.fresh(state.value(), Type.batch(state.width())));
        }
        if (!states.isEmpty()) {
            String axis = model.spec().inputs().stream()
                    .flatMap(port -> port.type().axes().stream())
                    .findFirst()
                    .orElseThrow();
            reset = Optional.of(ids.fresh(StatePort.RESET, Type.tokens(axis, 1)));
        }
    }

    private Block predict() {
        IrBuilder builder = new IrBuilder(ids);
        Outputs outputs = outputs(builder, false);
        List<Value> results = new ArrayList<>(outputs.values());
        results.addAll(outputs.states());
        return builder.block(results);
    }

    private Block forward() {
        IrBuilder builder = new IrBuilder(ids);
        Outputs outputs = outputs(builder, true);
        builder.origin(Origin.NONE);
        List<LossSpec> losses = model.spec()
                .train()
                .map(TrainSpec::losses)
                .orElseGet(() -> model.spec().outputs().stream()
                        .map(output -> LossSpec.standard(output.type()))
                        .toList());
        List<Value> results = new ArrayList<>();
        results.add(new Loss(builder).total(losses, outputs.compared(), new ArrayList<>(targets.values())));
        results.addAll(outputs.values());
        results.addAll(outputs.states());
        return builder.block(results);
    }

    /**
     * What a block gives.
     *
     * @param values of each output: numbers, or probabilities
     * @param compared with the targets: numbers, or the logits that the probabilities are made of
     * @param states after the last step, of those that are handed in
     */
    private record Outputs(List<Value> values, List<Value> compared, List<Value> states) {}

    private Outputs outputs(IrBuilder builder, boolean training) {
        TermLowering lowering = new TermLowering(builder, model.spec().source().fileName(), weights, inputs, training);
        CarriedStates carried = new CarriedStates(states, reset);
        lowering.carry(carried);
        for (Binding binding : model.bindings()) {
            lowering.bind(binding);
        }
        List<Value> values = new ArrayList<>();
        List<Value> compared = new ArrayList<>();
        for (Port port : model.spec().outputs()) {
            Type type = typeOf(port.type()).withWidth(model.spec().width(port));
            Value value = lowering.bound(port.name());
            values.add(lowering.as(value, type));
            boolean head = port.type().isIds() || port.type().isProbability();
            compared.add(lowering.as(head ? lowering.logits(value) : value, type));
        }
        return new Outputs(values, compared, List.copyOf(carried.after()));
    }

    /** The IR type of a model's input or value: rows of numbers per example or per step. */
    static Type typeOf(ValueType type) {
        return type.isSequence() ? Type.tokens(type.axes().get(0), type.width()) : Type.batch(type.width());
    }
}
