package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Backpropagation through time: the reverse of a loop is a loop over the same axis in the other direction.
 *
 * <pre>
 *   s', y, w = body(x, s)                        ds, dx, dW = reverse(dy, residuals, ds')
 *
 *   sequences  x                                 dy of stacked results that have one, residuals
 *   carried    s, from s0, final sT              ds, from the cotangent of sT (or 0), final ds0
 *   stacked    y                                 dx of sequences that need one
 *   totals     w                                 dW of fixed values and memories W that the body reads
 * </pre>
 *
 * A total is a sum over the steps, so each step's contribution to it has the total's cotangent. States that no cotangent
 * can reach are not carried. Rows of different lengths need nothing: the reverse loop takes in each example at its
 * last step, with the cotangent of its final state, which is where the forward loop left it.
 */
final class ScanVjp {
    private final Instr forward;
    private final Op.Scan scan;
    private final Sweep outer;
    private final IrBuilder code;
    private final List<Value> sequences = new ArrayList<>();
    private final List<Value> rows = new ArrayList<>();
    private final List<Value> initialStates = new ArrayList<>();
    private final List<Value> states = new ArrayList<>();

    ScanVjp(Instr forward, Op.Scan scan, Sweep outer) {
        this.forward = forward;
        this.scan = scan;
        this.outer = outer;
        this.code = outer.code();
    }

    /** Writes the reverse loop and returns what its results contribute to the forward loop's operands and fixed values. */
    List<Contribution> contributions(List<Optional<Value>> cotangents) {
        IrBuilder inner = new IrBuilder(code.ids()).origin(code.origin());
        Sweep sweep = new Sweep(inner, outer.active());
        List<Integer> carried = reachedStates(cotangents);
        seed(sweep.cotangents(), cotangents, carried);
        sweep.run(scan.body().instrs());

        List<Value> primals = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        for (int state : carried) {
            primals.add(forward.operands().get(scan.sequences() + state));
            results.add(sweep.cotangents().takeOrZero(scan.body().parameters().get(scan.sequences() + state)));
        }
        int stacked = collect(
                forward.operands().subList(0, scan.sequences()), scan.body().parameters(), sweep, primals, results);
        List<Value> fixed = List.copyOf(FreeValues.of(scan.body()));
        int totals = collect(fixed, fixed, sweep, primals, results);

        Block body = withResiduals(Block.of(live(inner.instrs(), results), results));
        Op.Scan reverse = new Op.Scan(scan.axis(), !scan.reverse(), rows.size(), states.size(), stacked, totals, body);
        List<Value> operands = new ArrayList<>(sequences);
        operands.addAll(initialStates);
        List<Value> written = code.append(primals.stream().map(Cotangents::name).toList(), reverse, operands);
        List<Contribution> result = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            result.add(Contribution.whole(primals.get(i), written.get(i)));
        }
        return result;
    }

    /** States whose cotangent can be other than 0: after the last step, or through a later step. */
    private List<Integer> reachedStates(List<Optional<Value>> cotangents) {
        Set<Value> reached = new HashSet<>();
        for (int i = 0; i < cotangents.size(); i++) {
            if (cotangents.get(i).isPresent()) {
                reached.add(scan.body().results().get(i));
            }
        }
        int before;
        do {
            before = reached.size();
            for (int i = scan.body().instrs().size() - 1; i >= 0; i--) {
                Instr instr = scan.body().instrs().get(i);
                if (instr.results().stream().anyMatch(reached::contains)) {
                    instr.operands().stream().filter(outer::isActive).forEach(reached::add);
                }
            }
            for (int state = 0; state < scan.carried(); state++) {
                if (reached.contains(scan.body().parameters().get(scan.sequences() + state))) {
                    reached.add(scan.body().results().get(state));
                }
            }
        } while (reached.size() > before);
        List<Integer> states = new ArrayList<>();
        for (int state = 0; state < scan.carried(); state++) {
            boolean active = outer.isActive(scan.body().parameters().get(scan.sequences() + state));
            if (active && reached.contains(scan.body().results().get(state))) {
                states.add(state);
            }
        }
        return states;
    }

    /** The cotangents that a step starts from. */
    private void seed(Cotangents inner, List<Optional<Value>> cotangents, List<Integer> carried) {
        for (int state : carried) {
            Value initial = forward.operands().get(scan.sequences() + state);
            Optional<Value> ofFinal = cotangents.get(state);
            initialStates.add(ofFinal.orElseGet(() -> code.constant("zeros", initial.type(), 0)));
            Value after = scan.body().results().get(state);
            states.add(code.ids().fresh(Cotangents.name(after), after.type()));
            inner.add(Contribution.whole(after, states.get(states.size() - 1)));
        }
        for (int i = scan.carried(); i < cotangents.size(); i++) {
            Value result = scan.body().results().get(i);
            boolean stacked = i < scan.carried() + scan.stacked();
            cotangents
                    .get(i)
                    .filter(cotangent -> outer.isActive(result))
                    .ifPresent(
                            cotangent -> inner.add(Contribution.whole(result, stacked ? row(cotangent) : cotangent)));
        }
    }

    private int collect(
            List<Value> primals, List<Value> inBody, Sweep sweep, List<Value> allPrimals, List<Value> results) {
        int before = results.size();
        for (int i = 0; i < primals.size(); i++) {
            Optional<Value> cotangent = sweep.cotangents().take(inBody.get(i));
            if (cotangent.isPresent() && outer.isActive(primals.get(i))) {
                allPrimals.add(primals.get(i));
                results.add(cotangent.get());
            }
        }
        return results.size() - before;
    }

    /** The row of {@code sequence} at the step, as a parameter of the reverse body. */
    private Value row(Value sequence) {
        sequences.add(sequence);
        Extent atStep = sequence.type().extent().atStep(scan.axis());
        rows.add(code.ids().fresh(sequence.name(), sequence.type().withExtent(atStep)));
        return rows.get(rows.size() - 1);
    }

    /** The instructions that {@code results} need; only what those read is worth keeping. */
    private static List<Instr> live(List<Instr> instrs, List<Value> results) {
        Set<Value> read = new HashSet<>(results);
        List<Instr> live = new ArrayList<>();
        for (int i = instrs.size() - 1; i >= 0; i--) {
            if (instrs.get(i).results().stream().anyMatch(read::contains)) {
                live.add(0, instrs.get(i));
                read.addAll(instrs.get(i).operands());
            }
        }
        return live;
    }

    /** The reverse body with the forward body's values replaced by parameters and repeated instructions. */
    private Block withResiduals(Block body) {
        Residuals residuals = Residuals.choose(scan, new LinkedHashSet<>(FreeValues.of(body)));
        Map<Value, Value> stacked = stack(residuals.kept());
        Substitution substitution = new Substitution();
        for (Value value : residuals.rows()) {
            substitution.replace(value, row(sequenceOf(value, stacked)));
        }
        List<Instr> instrs = new ArrayList<>();
        residuals.repeated().forEach(instr -> instrs.add(substitution.copy(instr, code.ids())));
        body.instrs().forEach(instr -> instrs.add(substitution.apply(instr)));
        List<Value> parameters = new ArrayList<>(rows);
        parameters.addAll(states);
        return new Block(parameters, instrs, substitution.apply(body.results()));
    }

    /** Makes the forward loop stack {@code kept}; returns the sequence of every value it stacks. */
    private Map<Value, Value> stack(List<Value> kept) {
        List<Value> bodyResults = new ArrayList<>(scan.body().results());
        List<Value> results = new ArrayList<>(forward.results());
        int end = scan.carried() + scan.stacked();
        for (int i = 0; i < kept.size(); i++) {
            Type type = kept.get(i).type();
            bodyResults.add(end + i, kept.get(i));
            results.add(
                    end + i,
                    code.ids()
                            .fresh(
                                    kept.get(i).name(),
                                    type.withExtent(type.extent().stacked())));
        }
        if (!kept.isEmpty()) {
            Block body = new Block(scan.body().parameters(), scan.body().instrs(), bodyResults);
            int stacked = scan.stacked() + kept.size();
            Op.Scan keeping = new Op.Scan(
                    scan.axis(), scan.reverse(), scan.sequences(), scan.carried(), stacked, scan.totals(), body);
            outer.keepResiduals(forward, new Instr(results, keeping, forward.operands(), forward.origin()));
        }
        Map<Value, Value> stacked = new HashMap<>();
        for (int i = scan.carried(); i < end + kept.size(); i++) {
            stacked.putIfAbsent(bodyResults.get(i), results.get(i));
        }
        return stacked;
    }

    /** What {@code value} of the forward body is at all steps. */
    private Value sequenceOf(Value value, Map<Value, Value> stacked) {
        if (stacked.containsKey(value)) {
            return stacked.get(value);
        }
        int parameter = scan.body().parameters().indexOf(value);
        if (parameter < scan.sequences()) {
            return forward.operands().get(parameter);
        }
        Value after = scan.body().results().get(parameter - scan.sequences());
        int sequence = scan.body().parameters().indexOf(after);
        Value afterAll = stacked.containsKey(after)
                ? stacked.get(after)
                : forward.operands().get(sequence);
        return code.shift(value.name() + "_before", afterAll, forward.operands().get(parameter), scan.reverse());
    }
}
