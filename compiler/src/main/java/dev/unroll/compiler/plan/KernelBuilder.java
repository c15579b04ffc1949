package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.KernelPlan.Port;
import dev.unroll.compiler.plan.KernelPlan.Port.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns pointwise instructions into launches of kernels. */
final class KernelBuilder {
    private final Scope scope;
    private final Stores stores;
    private final KernelTable kernels;

    KernelBuilder(Scope scope, Stores stores, KernelTable kernels) {
        this.scope = scope;
        this.stores = stores;
        this.kernels = kernels;
    }

    /** An argument of a kernel: the columns it reads, of which place. */
    private record Source(Kind kind, Place place) {}

    /**
     * Appends the launches for an instruction: one, unless it has more operands than a launch can take.
     *
     * @param role what the kernel is called after, such as {@code step_backward}
     */
    void launch(Instr instr, Scalar scalar, Destinations destinations, String role, List<PlanStep> steps) {
        List<Ref> replacements = new ArrayList<>();
        Map<Source, Integer> sources = new LinkedHashMap<>();
        List<Source> byArgument = new ArrayList<>();
        Type type = instr.results().get(0).type();
        for (int i = 0; i < instr.operands().size(); i++) {
            Value operand = instr.operands().get(i);
            if (scope.locate(operand) instanceof Location.Everywhere number) {
                replacements.add(new Scalar.Const(number.value()));
                byArgument.add(null);
            } else {
                Source source = source(operand, type, steps, instr.origin());
                replacements.add(new Arg(
                        sources.computeIfAbsent(source, s -> instr.operands().indexOf(operand))));
                byArgument.add(source);
            }
        }
        List<Integer> wanted = new ArrayList<>();
        for (int r = 0; r < instr.results().size(); r++) {
            if (scope.uses().read(instr.results().get(r))) {
                wanted.add(r);
            }
        }
        for (List<Integer> part : parts(scalar, replacements, byArgument, wanted, instr, destinations)) {
            launchPart(
                    instr,
                    ScalarPruning.prune(scalar, replacements, part),
                    part,
                    byArgument,
                    destinations,
                    role,
                    steps);
        }
    }

    /** Splits results over several launches when one would have too many operands; shared steps are repeated then. */
    private static List<List<Integer>> parts(
            Scalar scalar,
            List<Ref> replacements,
            List<Source> byArgument,
            List<Integer> wanted,
            Instr instr,
            Destinations destinations) {
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        for (int r : wanted) {
            part.add(r);
            List<Place> places = new ArrayList<>();
            for (int kept : ScalarPruning.prune(scalar, replacements, part).kept()) {
                places.add(byArgument.get(kept).place().allColumns());
            }
            part.forEach(p -> places.add(destinations.of(instr.results().get(p)).allColumns()));
            if (places.stream().distinct().count() > ExecutionPlan.MAX_OPERANDS) {
                if (part.size() == 1) {
                    throw new CompilerBug(
                            "plan",
                            "a kernel of one result reads more than " + (ExecutionPlan.MAX_OPERANDS - 1) + " values");
                }
                part.remove(part.size() - 1);
                parts.add(part);
                part = new ArrayList<>(List.of(r));
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private void launchPart(
            Instr instr,
            ScalarPruning.Pruned pruned,
            List<Integer> results,
            List<Source> byArgument,
            Destinations destinations,
            String role,
            List<PlanStep> steps) {
        List<Place> operands = new ArrayList<>();
        List<Port> ports = new ArrayList<>();
        List<Place> reads = new ArrayList<>();
        List<Place> writes = new ArrayList<>();
        List<String> argumentNames = new ArrayList<>();
        List<String> resultNames = new ArrayList<>();
        String layer = instr.origin().layer();
        for (int argument : pruned.kept()) {
            Source source = byArgument.get(argument);
            ports.add(port(source.kind(), source.place(), operands));
            reads.add(source.place());
            boolean before = source.place().access() == Place.Access.BEFORE;
            String name = withoutLayer(instr.operands().get(argument).name(), layer);
            boolean said = name.endsWith("_before") || name.endsWith("_prev");
            argumentNames.add(before && !said ? name + "_before" : name);
        }
        for (int result : results) {
            Value value = instr.results().get(result);
            Place place = destinations.of(value);
            ports.add(port(Kind.OUT, place, operands));
            writes.add(place);
            resultNames.add(withoutLayer(value.name(), layer));
        }
        String last = resultNames.get(resultNames.size() - 1);
        String name = role.isEmpty() ? (last.equals(layer) ? "" : last) : role;
        Scalar named = withoutLayer(pruned.scalar(), layer);
        KernelNames names = new KernelNames(named);
        int kernel = kernels.intern(
                named, names.arguments(argumentNames), names.results(resultNames), ports, name, instr.origin());
        steps.add(new PlanStep.Launch(kernel, reads, writes, operands, instr.origin()));
    }

    private static Port port(Kind kind, Place place, List<Place> operands) {
        Place operand = place.allColumns();
        if (!operands.contains(operand)) {
            operands.add(operand);
        }
        boolean one = kind == Kind.COLUMN || kind == Kind.SCALAR;
        return new Port(kind, operands.indexOf(operand), one ? 0 : place.from(), one ? 1 : place.width());
    }

    /** How a kernel over {@code type} reads an operand that is not a known number. */
    private Source source(Value operand, Type type, List<PlanStep> steps, Origin origin) {
        Location location = scope.locate(operand);
        if (location instanceof Location.Row row) {
            return repeated(operand, row.vector(), type, steps, origin);
        }
        if (location instanceof Location.Column column
                && operand.type().extent().isFixed()) {
            return new Source(Kind.SCALAR, stores.ownMatrix(operand, column.column(), steps, origin));
        }
        if (location instanceof Location.Column column) {
            return oneColumn(operand, column.column(), type, steps, origin);
        }
        Place place = stores.matrix(operand, steps, origin);
        if (operand.type().equals(type)) {
            return new Source(Kind.IN, place);
        }
        if (operand.type().extent().isFixed()) {
            return repeated(operand, place, type, steps, origin);
        }
        return oneColumn(operand, place, type, steps, origin);
    }

    private Source repeated(Value operand, Place vector, Type type, List<PlanStep> steps, Origin origin) {
        if (vector.width() == type.width()) {
            return new Source(Kind.VECTOR, vector);
        }
        return new Source(Kind.SCALAR, stores.ownMatrix(operand, vector, steps, origin));
    }

    private Source oneColumn(Value operand, Place column, Type type, List<PlanStep> steps, Origin origin) {
        if (column.width() == type.width()) {
            return new Source(Kind.IN, column);
        }
        return new Source(Kind.COLUMN, stores.ownMatrix(operand, column, steps, origin));
    }

    private static Scalar withoutLayer(Scalar scalar, String layer) {
        List<Scalar.Step> steps = scalar.steps().stream()
                .map(step -> new Scalar.Step(withoutLayer(step.name(), layer), step.fn(), step.operands()))
                .toList();
        return new Scalar(scalar.arguments(), steps, scalar.results());
    }

    /** A name inside its layer: {@code lstm1_h} as {@code h}, {@code d_lstm1_h} as {@code d_h}. */
    private static String withoutLayer(String name, String layer) {
        String prefix = layer + "_";
        boolean cotangent = !layer.isEmpty() && name.startsWith("d_" + prefix) && name.length() > prefix.length() + 2;
        if (cotangent) {
            return "d_" + name.substring(prefix.length() + 2);
        }
        return !layer.isEmpty() && name.startsWith(prefix) && name.length() > prefix.length()
                ? name.substring(prefix.length())
                : name;
    }
}
