package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedCell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Lowers one run of a cell over a sequence to a scan: states are carried, the emitted row is stacked. */
final class CellLowering {
    private final TermLowering outside;
    private final IrBuilder builder;
    private final TypedCell cell;
    private final Term.Recur recur;
    private final String axis;
    private final int width;
    private final List<Term> masked = new ArrayList<>();
    private final List<Value> sequences = new ArrayList<>();
    private final CarriedStates carried;

    CellLowering(TermLowering outside, IrBuilder builder, Term.Recur recur, Masks masks, CarriedStates carried) {
        this.carried = carried;
        this.outside = outside;
        this.builder = builder;
        this.recur = recur;
        this.cell = recur.cell();
        this.axis = recur.type().axes().get(0);
        this.width = recur.type().width();
        if (masks.drawn()) {
            cell.equations().forEach(equation -> collectMasked(equation.value()));
            collectMasked(cell.emit());
        }
        for (Term term : masked) {
            sequences.add(masks.of(term, builder, Type.tokens(axis, term.type().width())));
        }
    }

    /**
     * What a run gives.
     *
     * @param rows the emitted rows, {@code tokens(axis)[H]}
     * @param states each state after the last step in the run's own order, {@code batch[size]}, by name
     */
    record Run(Value rows, Map<String, Value> states) {}

    /** Runs over {@code tokens(axis)[F]}. */
    Run run(Value input) {
        sequences.add(0, input);
        carried.reset().ifPresent(sequences::add);
        List<Value> initial = carried.reset().isPresent()
                ? carried.next(cell.states().size())
                : cell.states().stream().map(this::initial).toList();
        ScanBody.Results results = builder.scan(axis, recur.reverse(), sequences, initial, this::step);
        Map<String, Value> states = new HashMap<>();
        for (int i = 0; i < cell.states().size(); i++) {
            states.put(cell.states().get(i).name(), results.carried().get(i));
        }
        if (carried.reset().isPresent()) {
            carried.finish(results.carried());
        }
        return new Run(results.stacked().get(0), states);
    }

    private Value initial(TypedCell.State state) {
        String name = cell.stem() + "_" + state.name() + "_prev";
        Type type = Type.batch(state.size());
        Term given = recur.given().get(state.name());
        if (given != null) {
            return outside.as(outside.lower(given), type);
        }
        return state.initial()
                .map(weight -> builder.broadcast(name, outside.weight(weight), type))
                .orElseGet(() -> builder.constant(name, type, 0));
    }

    private ScanBody.Yield step(IrBuilder inner, List<Value> rows, List<Value> states) {
        Map<String, Value> previous = new HashMap<>();
        for (int i = 0; i < states.size(); i++) {
            Value state = states.get(i);
            previous.put(
                    cell.states().get(i).name(),
                    carried.reset().isPresent()
                            ? anew(inner, cell.states().get(i), state, rows.get(rows.size() - 1))
                            : state);
        }
        IdentityHashMap<Term, Value> drawn = new IdentityHashMap<>();
        for (int i = 0; i < masked.size(); i++) {
            drawn.put(masked.get(i), rows.get(1 + i));
        }
        TermLowering body = outside.inside(inner, Map.of(cell.input(), rows.get(0)), previous, drawn);
        Map<String, Type> types = new HashMap<>();
        cell.states().forEach(state -> types.put(state.name(), Type.step(axis, state.size())));
        for (Binding equation : cell.equations()) {
            body.bind(equation, types.get(equation.name()));
        }
        List<Value> carried =
                cell.states().stream().map(state -> body.bound(state.name())).toList();
        Value emitted = body.as(body.lower(cell.emit()), Type.step(axis, width));
        return new ScanBody.Yield(carried, List.of(emitted));
    }

    /** The state before a step: the layer's initial one where {@code reset} is 1, else what was carried here. */
    private Value anew(IrBuilder inner, TypedCell.State state, Value before, Value reset) {
        String name = cell.stem() + "_" + state.name();
        Scalar inverse = Scalar.of(name + "_goes_on", Fn.SUB, new Scalar.Const(1), new Scalar.Arg(0));
        Value goesOn = inner.pointwise(name + "_goes_on", inverse, reset);
        Value kept = inner.pointwise(name + "_kept", Fn.MUL, before, goesOn);
        if (state.initial().isEmpty()) {
            return kept;
        }
        Value first = outside.weight(state.initial().get());
        Value begun = inner.pointwise(name + "_begun", Fn.MUL, reset, first);
        return inner.pointwise(name + "_prev", Fn.ADD, kept, begun);
    }

    private void collectMasked(Term term) {
        term.children().forEach(this::collectMasked);
        boolean random = term instanceof Term.Zoneout || term instanceof Term.Dropout;
        // a shared mask is one term in several places
        if (random && masked.stream().noneMatch(known -> known == term)) {
            masked.add(term);
        }
    }
}
