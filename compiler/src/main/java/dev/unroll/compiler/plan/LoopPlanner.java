package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.Place.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans a scan as a loop. Stacked results are written into their sequences row by row. A carried state that is also stacked
 * lives in its sequence, with the initial state in front; every other carried state is one batch of rows, overwritten at each
 * step.
 */
final class LoopPlanner {
    private final Scope scope;
    private final Stores stores;
    private final KernelTable kernels;

    LoopPlanner(Scope scope, Stores stores, KernelTable kernels) {
        this.scope = scope;
        this.stores = stores;
        this.kernels = kernels;
    }

    /** What has to be copied at the end of each step. */
    private record EndCopy(Value value, Place to) {}

    void plan(Instr instr, Op.Scan scan, List<PlanStep> outer, Destinations outerDestinations) {
        Origin origin = instr.origin();
        Block body = scan.body();
        int axis = scope.buffers().axis(scan.axis());
        ScanBody.Results results = ScanBody.Results.of(scan, instr.results());
        ScanBody.Results after = ScanBody.Results.of(scan, body.results());
        List<PlanStep> steps = new ArrayList<>();
        Destinations destinations = new Destinations(scope, body);
        List<EndCopy> endCopies = new ArrayList<>();

        prepareFixed(body, outer, origin);
        for (int i = 0; i < scan.sequences(); i++) {
            sequence(instr.operands().get(i), body.parameters().get(i));
        }
        Map<Value, Place> sequences = new HashMap<>();
        List<Place> carried = new ArrayList<>();
        List<Value> initials =
                instr.operands().subList(scan.sequences(), instr.operands().size());
        List<Value> before =
                body.parameters().subList(scan.sequences(), body.parameters().size());
        for (int i = 0; i < scan.carried(); i++) {
            boolean ofSpans = before.get(i).type().extent().isAttended();
            int stacked = scan.reverse() || ofSpans
                    ? -1
                    : stackedIndex(after, results, after.carried().get(i), sequences);
            if (stacked >= 0) {
                carried.add(null);
                inSequence(
                        after.carried().get(i),
                        before.get(i),
                        initials.get(i),
                        results.stacked().get(stacked),
                        sequences,
                        destinations,
                        axis,
                        outer,
                        origin);
            } else {
                Type type = before.get(i).type();
                Buffer rows = scope.buffers()
                        .make(
                                stateName(before.get(i), results.carried().get(i)),
                                type.extent().isAttended() ? Storage.SPANS : Storage.ROWS,
                                type);
                carried.add(Place.whole(rows, Access.AT));
                stores.store(
                        stored(initials.get(i), axis, outer, origin), Place.whole(rows, Access.ALL), outer, origin);
                scope.put(before.get(i), Place.whole(rows, Access.AT));
            }
        }
        stackOthers(after, results, sequences, destinations, endCopies);
        List<EndCopy> stateCopies = carryInPlace(body, after, before, carried, destinations);
        totals(results, outer, outerDestinations, origin);
        BlockPlanner planner = new BlockPlanner(scope, stores, kernels, destinations, scope.stepRole());
        steps.addAll(planner.plan(body));
        addTotals(after, results, steps, origin);
        endCopies.forEach(copy -> stores.store(copy.value(), copy.to(), steps, origin));
        copyStates(stateCopies, steps, origin);

        boolean lanes = steps.stream()
                .flatMap(step -> StepAccess.writes(step).stream())
                .noneMatch(place -> place.buffer().storage() == Storage.MATRIX
                        || !place.buffer().storage().inFrame());
        outer.add(new PlanStep.Loop(origin.layer(), axis, scan.reverse(), lanes, steps, comment(scan), origin));
        finals(results, carried, sequences, after, outer, origin);
    }

    /** Fixed values that the body reads other than through kernels have to be in memory before the loop. */
    private void prepareFixed(Block body, List<PlanStep> outer, Origin origin) {
        Set<Value> free = FreeValues.of(body);
        for (Value value : free) {
            Location location = scope.locate(value);
            if (location instanceof Location.Stored stored && stored.place().width() == 1) {
                stores.ownMatrix(value, stored.place(), outer, origin);
            }
        }
        for (Instr instr : body.instrs()) {
            if (!(instr.op() instanceof Op.Pointwise)) {
                for (Value operand : instr.operands()) {
                    if (free.contains(operand)) {
                        stores.matrix(operand, outer, origin);
                    }
                }
            }
        }
    }

    /** How the body sees a sequence: the rows at the step of wherever it is. */
    private void sequence(Value sequence, Value row) {
        Location location = scope.locate(sequence).inLoop();
        scope.put(row, location);
        boolean dies = scope.uses().count(sequence) == 1 && scope.uses().count(row) == 1 && scope.isOwn(sequence);
        if (dies && location instanceof Location.Stored stored) {
            scope.dies(row, stored.place());
        }
    }

    /** An initial state as something that can be copied, in the order of the loop's axis. */
    private Location stored(Value initial, int axis, List<PlanStep> outer, Origin origin) {
        Location location = scope.locate(initial);
        boolean ofBatch = initial.type().extent().equals(Extent.BATCH);
        boolean hasOrder = location instanceof Location.Stored || (axis > 0 && location instanceof Location.Column);
        if (!hasOrder) {
            return location;
        }
        return new Location.Stored(
                ofBatch ? stores.ordered(initial, axis, outer, origin) : stores.matrix(initial, outer, origin));
    }

    private int stackedIndex(
            ScanBody.Results after, ScanBody.Results results, Value state, Map<Value, Place> sequences) {
        for (int i = 0; i < after.stacked().size(); i++) {
            boolean free = !sequences.containsKey(state)
                    && scope.uses().read(results.stacked().get(i));
            if (after.stacked().get(i).equals(state) && free) {
                return i;
            }
        }
        return -1;
    }

    private void inSequence(
            Value state,
            Value before,
            Value initial,
            Value stacked,
            Map<Value, Place> sequences,
            Destinations destinations,
            int axis,
            List<PlanStep> outer,
            Origin origin) {
        Buffer sequence = scope.buffers().make(scope.buffers().name(stacked), Storage.STATE, stacked.type());
        stores.store(stored(initial, axis, outer, origin), Place.whole(sequence, Access.INITIAL), outer, origin);
        scope.startsFrom(sequence, initial);
        scope.put(before, Place.whole(sequence, Access.BEFORE));
        sequences.put(state, Place.whole(sequence, Access.ALL));
        destinations.request(state, Place.whole(sequence, Access.AT));
    }

    /** Gives every stacked result that is read a sequence; one body value has one sequence, however often it is stacked. */
    private void stackOthers(
            ScanBody.Results after,
            ScanBody.Results results,
            Map<Value, Place> sequences,
            Destinations destinations,
            List<EndCopy> endCopies) {
        for (int i = 0; i < after.stacked().size(); i++) {
            Value row = after.stacked().get(i);
            Value result = results.stacked().get(i);
            if (!scope.uses().read(result)) {
                continue;
            }
            Place sequence = sequences.computeIfAbsent(row, r -> scope.buffers().placeFor(result));
            scope.put(result, sequence);
            if (!destinations.request(row, sequence.inLoop())) {
                endCopies.add(new EndCopy(row, sequence.inLoop()));
            }
        }
    }

    /** Lets the body write states over the states before where it may; the others are to be copied at the end. */
    private List<EndCopy> carryInPlace(
            Block body, ScanBody.Results after, List<Value> before, List<Place> carried, Destinations destinations) {
        List<EndCopy> copies = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            Place place = carried.get(i);
            Value state = after.carried().get(i);
            if (place != null && !state.equals(before.get(i))) {
                boolean direct = destinations.requestInPlace(state, place, new CarriedState(body, before.get(i)));
                if (!direct) {
                    copies.add(new EndCopy(state, place));
                }
            }
        }
        return copies;
    }

    /** Copies states to where the next step reads them, through temporaries where one copy would spoil another. */
    private void copyStates(List<EndCopy> copies, List<PlanStep> steps, Origin origin) {
        Set<Buffer> written = new HashSet<>();
        copies.forEach(copy -> written.add(copy.to().buffer()));
        List<PlanStep> last = new ArrayList<>();
        for (EndCopy copy : copies) {
            Location location = scope.locate(copy.value());
            if (written.stream().anyMatch(buffer -> reads(location, buffer))) {
                Place temporary = scope.buffers().placeFor(copy.value());
                stores.store(location, temporary, steps, origin);
                stores.store(new Location.Stored(temporary), copy.to(), last, origin);
            } else {
                stores.store(location, copy.to(), last, origin);
            }
        }
        steps.addAll(last);
    }

    private static boolean reads(Location location, Buffer buffer) {
        boolean stored =
                location instanceof Location.Stored at && at.place().buffer().equals(buffer);
        return stored
                || (location instanceof Location.Column column
                        && column.column().buffer().equals(buffer));
    }

    /** Totals start at 0; products, scatters and sums over rows that nobody else reads add to them directly. */
    private void totals(ScanBody.Results results, List<PlanStep> outer, Destinations outerDestinations, Origin origin) {
        for (int i = 0; i < results.totals().size(); i++) {
            Value total = results.totals().get(i);
            if (scope.uses().read(total)) {
                Place place = outerDestinations.of(total);
                scope.put(total, place);
                stores.store(new Location.Everywhere(0), place, outer, origin);
            }
        }
    }

    private void addTotals(ScanBody.Results after, ScanBody.Results results, List<PlanStep> steps, Origin origin) {
        for (int i = 0; i < results.totals().size(); i++) {
            if (scope.uses().read(results.totals().get(i))) {
                Place contribution = stores.matrix(after.totals().get(i), steps, origin);
                Place total = ((Location.Stored) scope.locate(results.totals().get(i))).place();
                boolean ofSpans = results.totals().get(i).type().extent().isAttended();
                total = ofSpans ? total.inLoop() : total;
                if (!accumulates(
                        steps,
                        contribution,
                        total,
                        scope.uses().count(after.totals().get(i)))) {
                    steps.add(new PlanStep.Add(contribution, total, origin));
                }
            }
        }
    }

    /** Replaces the one step that makes a contribution by one that adds it to the total, if there is such a step. */
    private static boolean accumulates(List<PlanStep> steps, Place contribution, Place total, int uses) {
        for (int i = 0; uses == 1 && i < steps.size(); i++) {
            PlanStep step = steps.get(i);
            if (step instanceof PlanStep.Gemm gemm && gemm.c().equals(contribution) && !gemm.accumulate()) {
                steps.set(i, new PlanStep.Gemm(gemm.variant(), gemm.a(), gemm.b(), total, true, gemm.origin()));
                return true;
            }
            if (step instanceof PlanStep.Call call
                    && call.op() instanceof TokenOp.Scatter
                    && call.to().equals(contribution)) {
                steps.set(i, new PlanStep.Call(call.op(), call.reads(), total, true, call.origin()));
                return true;
            }
            if (step instanceof PlanStep.SumRows sum && sum.vector().equals(contribution)) {
                steps.set(i, new PlanStep.SumRows(sum.a(), total, true, sum.origin()));
                return true;
            }
        }
        return false;
    }

    private void finals(
            ScanBody.Results results,
            List<Place> carried,
            Map<Value, Place> sequences,
            ScanBody.Results after,
            List<PlanStep> outer,
            Origin origin) {
        for (int i = 0; i < carried.size(); i++) {
            Value last = results.carried().get(i);
            boolean batch = last.type().extent().equals(Extent.BATCH);
            if (carried.get(i) != null) {
                Place rows = Place.whole(carried.get(i).buffer(), Access.ALL);
                scope.put(last, batch ? restored(rows, last, outer, origin) : rows);
            } else if (scope.uses().read(last)) {
                Place sequence = sequences.get(after.carried().get(i));
                Place wanted = scope.buffers().placeFor(last);
                Place rows = stores.before(wanted, sequence.buffer().order());
                outer.add(new PlanStep.Last(sequence, rows, origin));
                Stores.restore(rows, wanted, outer, origin);
                scope.put(last, wanted);
            }
        }
    }

    /** Rows in the order of the loop's axis, in the order of the batch if anybody reads them. */
    private Place restored(Place rows, Value last, List<PlanStep> outer, Origin origin) {
        if (rows.buffer().order() == 0 || !scope.uses().read(last)) {
            return rows;
        }
        Place wanted = scope.buffers().placeFor(last);
        Stores.restore(rows, wanted, outer, origin);
        return wanted;
    }

    private String stateName(Value before, Value last) {
        String name = scope.buffers().name(before.name().equals("zeros") ? last : before);
        return name.endsWith("_prev") ? name.substring(0, name.length() - "_prev".length()) : name;
    }

    private static String comment(Op.Scan scan) {
        return scan.reverse() ? "last step first" : "first step first";
    }
}
