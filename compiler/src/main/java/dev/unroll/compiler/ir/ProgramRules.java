package dev.unroll.compiler.ir;

import dev.unroll.compiler.ir.Extent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a program's lists owe each other: parameters and segments, inputs, outputs, loss, gradients. */
final class ProgramRules {
    private final List<String> problems = new ArrayList<>();
    private final Set<String> segmentNames = new HashSet<>();

    private ProgramRules() {}

    static List<String> problems(Program program) {
        ProgramRules rules = new ProgramRules();
        program.parameters().forEach(rules::parameter);
        program.inputs().forEach(rules::input);
        program.phases().forEach(phase -> phase.inputs().forEach(rules::input));
        rules.forward(program);
        rules.gradients(program);
        return rules.problems;
    }

    private void parameter(Parameter parameter) {
        Value value = parameter.value();
        Type type = value.type();
        boolean weight = type.extent().isFixed() && !type.dims().isEmpty();
        require(weight, "parameter " + value + " of " + type + " is neither a vector nor a matrix");
        int column = 0;
        for (Parameter.Segment segment : parameter.segments()) {
            String name = "segment " + segment.name() + " of " + value;
            require(segment.from() == column, name + " starts at column " + segment.from() + ", not " + column);
            require(segment.to() > segment.from(), name + " is empty");
            require(!segment.transposed() || type.dims().size() == 2, name + " is transposed but no matrix");
            require(segmentNames.add(segment.name()), name + ": the name is used twice");
            column = segment.to();
        }
        require(
                column == type.width(),
                "segments of " + value + " cover " + column + " of " + type.width() + " columns");
    }

    private void input(Value input) {
        Kind kind = input.type().extent().kind();
        require(kind == Kind.BATCH || kind == Kind.TOKENS, "input " + input + " of " + input.type());
    }

    private void forward(Program program) {
        if (program.forward().isEmpty()) {
            require(program.backward().isEmpty(), "backward without forward");
            return;
        }
        List<Type> forward = IrTypes.of(program.forward().results());
        List<Type> outputs = IrTypes.of(program.predict().results());
        boolean loss = !forward.isEmpty() && forward.get(0).equals(Type.SCALAR);
        require(loss, "first result of forward must be the loss, fixed[]; results are " + forward);
        boolean same = !forward.isEmpty() && forward.subList(1, forward.size()).equals(outputs);
        require(same, "forward results after the loss are " + forward + ", outputs of predict are " + outputs);
    }

    private void gradients(Program program) {
        List<Value> gradients = program.gradients();
        List<Type> cotangents = IrTypes.of(program.backward().results());
        List<Type> primals = IrTypes.of(gradients);
        require(cotangents.equals(primals), "backward results are " + cotangents + ", gradients of " + primals);
        if (gradients.isEmpty()) {
            return;
        }
        List<Value> parameters = program.trainedValues();
        boolean parametersFirst = gradients.size() >= parameters.size()
                && gradients.subList(0, parameters.size()).equals(parameters);
        require(parametersFirst, "gradients " + gradients + " do not start with the trained parameters " + parameters);
        for (Value other : gradients.subList(parametersFirst ? parameters.size() : 0, gradients.size())) {
            boolean probe = program.probes().stream().anyMatch(p -> p.value().equals(other));
            boolean known = probe || program.inputs().contains(other) || parameters.contains(other);
            require(known, "gradient of " + other + ", which is no trained parameter, input or probe");
        }
        for (Program.Probe probe : program.probes()) {
            require(gradients.contains(probe.value()), "no gradient of the probe " + probe.value());
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
