package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.IrBuilder;
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
    private final String axis;
    private final int width;
    private final List<Term> masked = new ArrayList<>();
    private final List<Value> sequences = new ArrayList<>();

    CellLowering(TermLowering outside, IrBuilder builder, Term.Recur recur, Masks masks) {
        this.outside = outside;
        this.builder = builder;
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

    /** {@code tokens(axis)[F] -> tokens(axis)[H]}. */
    Value run(Value input) {
        sequences.add(0, input);
        List<Value> initial = cell.states().stream().map(this::initial).toList();
        return builder.scan(axis, false, sequences, initial, this::step)
                .stacked()
                .get(0);
    }

    private Value initial(TypedCell.State state) {
        String name = cell.label() + "_" + state.name() + "_prev";
        Type type = Type.batch(state.size());
        return state.initial()
                .map(weight -> builder.broadcast(name, outside.weight(weight), type))
                .orElseGet(() -> builder.constant(name, type, 0));
    }

    private ScanBody.Yield step(IrBuilder inner, List<Value> rows, List<Value> states) {
        Map<String, Value> previous = new HashMap<>();
        for (int i = 0; i < states.size(); i++) {
            previous.put(cell.states().get(i).name(), states.get(i));
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

    private void collectMasked(Term term) {
        term.children().forEach(this::collectMasked);
        if (term instanceof Term.Zoneout || term instanceof Term.Dropout) {
            masked.add(term);
        }
    }
}
