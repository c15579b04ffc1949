package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.KernelPlan.Port;
import dev.unroll.compiler.plan.KernelPlan.Port.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts values into memory that are not there yet, or not where they are wanted. */
final class Stores {
    private final Scope scope;
    private final KernelTable kernels;
    private final Map<Value, Place> stored = new HashMap<>();
    private final Map<List<Integer>, Place> orders = new HashMap<>();
    private final Map<Value, Instr> shifts = new HashMap<>();

    Stores(Scope scope, KernelTable kernels) {
        this.scope = scope;
        this.kernels = kernels;
    }

    /** A place that holds exactly {@code value}; steps that fill it are appended when it is the first who asks. */
    Place matrix(Value value, List<PlanStep> steps, Origin origin) {
        if (scope.locate(value) instanceof Location.Stored direct && !isStateBefore(value, direct.place())) {
            return direct.place();
        }
        Place place = stored.get(value);
        if (place == null) {
            place = scope.buffers().placeFor(value);
            stored.put(value, place);
            Instr shift = shifts.get(value);
            if (shift != null) {
                Place sequence = matrix(shift.operands().get(0), steps, origin);
                Place initial =
                        ordered(shift.operands().get(1), sequence.buffer().order(), steps, origin);
                steps.add(new PlanStep.Shift(sequence, initial, place, false, origin));
            } else {
                store(value, place, steps, origin);
            }
        }
        return place;
    }

    /** As {@link #matrix}, of one row per example: in the order of an axis. */
    Place ordered(Value value, int axis, List<PlanStep> steps, Origin origin) {
        Place place = matrix(value, steps, origin);
        return axis == 0
                ? place
                : orders.computeIfAbsent(List.of(value.id(), axis), key -> {
                    Place own = scope.buffers().ordered(scope.buffers().name(value), place.width(), axis);
                    steps.add(new PlanStep.Arrange(place, own, false, origin));
                    return own;
                });
    }

    /** How the body of a loop sees the rows of a step of a value that is outside of it. */
    Location inLoop(Value value) {
        return (stored.containsKey(value) ? new Location.Stored(stored.get(value)) : scope.locate(value)).inLoop();
    }

    /** Where to put rows in the order of an axis that are to become a batch value at {@code to}. */
    Place before(Place to, int axis) {
        return axis == 0 ? to : scope.buffers().ordered(to.buffer().name(), to.width(), axis);
    }

    /** Brings what was written to {@link #before} to where it is wanted. */
    static void restore(Place ordered, Place to, List<PlanStep> steps, Origin origin) {
        if (!ordered.equals(to)) {
            steps.add(new PlanStep.Arrange(ordered, to, true, origin));
        }
    }

    /** Remembers how to make a sequence that is elsewhere read out of a state sequence, one step earlier. */
    void shifted(Instr shift) {
        shifts.put(shift.result(), shift);
    }

    /** A state sequence read one step earlier, outside of loops: there is no matrix that is it. */
    private static boolean isStateBefore(Value value, Place place) {
        return place.access() == Place.Access.BEFORE && value.type().extent().kind() == Extent.Kind.TOKENS;
    }

    /** As {@link #matrix}, but for one column or number that a kernel repeats: it must be a buffer of its own. */
    Place ownMatrix(Value value, Place place, List<PlanStep> steps, Origin origin) {
        if (place.isWhole()) {
            return place;
        }
        return stored.computeIfAbsent(value, v -> {
            Place own = scope.buffers()
                    .placeFor(
                            v.name(),
                            v.type().dims().isEmpty() ? v.type() : v.type().withWidth(1));
            steps.add(new PlanStep.Copy(place, own, origin));
            return own;
        });
    }

    /** Writes {@code value} to {@code to}. */
    void store(Value value, Place to, List<PlanStep> steps, Origin origin) {
        store(scope.locate(value), to, steps, origin);
    }

    /** Writes what is at a location to {@code to}. */
    void store(Location location, Place to, List<PlanStep> steps, Origin origin) {
        if (location instanceof Location.Everywhere number) {
            if ((float) number.value() == number.value()) {
                steps.add(new PlanStep.Fill(to, number.value(), origin));
            } else {
                identity(new Scalar.Const(number.value()), List.of(), List.of(), to, steps, origin);
            }
        } else if (location instanceof Location.Stored stored) {
            Place from = stored.place();
            if (from.equals(to)) {
                return;
            }
            if (from.allColumns().equals(to.allColumns())) {
                Port in = new Port(Kind.IN, 0, from.from(), from.width());
                identity(new Scalar.Arg(0), List.of(in), List.of(from), to, steps, origin);
            } else {
                steps.add(new PlanStep.Copy(from, to, origin));
            }
        } else if (location instanceof Location.Row row && row.vector().width() == to.width()) {
            steps.add(new PlanStep.FillRows(row.vector(), to, origin));
        } else if (location instanceof Location.Row row) {
            repeat(row.vector(), to, steps, origin);
        } else if (location instanceof Location.Column column) {
            if (isFixed(column.column()) && !isFixed(to)) {
                repeat(column.column(), to, steps, origin);
            } else {
                steps.add(new PlanStep.Spread(column.column(), to, origin));
            }
        }
    }

    private static boolean isFixed(Place place) {
        return place.buffer().storage() == Storage.MATRIX
                || !place.buffer().storage().inFrame();
    }

    /** Writes one number to every element. */
    private void repeat(Place number, Place to, List<PlanStep> steps, Origin origin) {
        Place own = number;
        if (!number.isWhole()) {
            own = Place.whole(scope.buffers().make(number.buffer().name(), Storage.MATRIX, 1, 1), Place.Access.ALL);
            steps.add(new PlanStep.Copy(number, own, origin));
        }
        Port in = new Port(Kind.SCALAR, 0, 0, 1);
        identity(new Scalar.Arg(0), List.of(in), List.of(own), to, steps, origin);
    }

    private void identity(
            Scalar.Ref what, List<Port> inputs, List<Place> reads, Place to, List<PlanStep> steps, Origin origin) {
        List<Place> operands = new ArrayList<>();
        reads.forEach(read -> operands.add(read.allColumns()));
        if (!operands.contains(to.allColumns())) {
            operands.add(to.allColumns());
        }
        List<Port> ports = new ArrayList<>(inputs);
        ports.add(new Port(Kind.OUT, operands.indexOf(to.allColumns()), to.from(), to.width()));
        Scalar scalar = new Scalar(inputs.size(), List.of(), List.of(what));
        List<String> names = inputs.isEmpty() ? List.of() : List.of("x");
        int kernel = kernels.intern(
                scalar, names, List.of("y"), ports, inputs.isEmpty() ? "constant" : "repeat", new Origin("", 0, ""));
        steps.add(new PlanStep.Launch(kernel, reads, List.of(to), operands, origin));
    }
}
