package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedCell;
import dev.unroll.compiler.types.TypedDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers a decoder that is handed the outputs before each step: a scan over the output's axis, and before and after it what needs no
 * loop, see {@link StepParts}.
 */
final class DecoderLowering {
    private final TermLowering model;
    private final IrBuilder builder;
    private final TypedDecoder decoder;
    private final Masks masks;
    private final StepParts parts;
    private final TermLowering whole;
    private Value emitted;
    private Value logits;

    /** For a decoder in {@code model}'s block. */
    DecoderLowering(TermLowering model, TypedDecoder decoder, Masks masks) {
        this.model = model;
        this.builder = model.builder();
        this.decoder = decoder;
        this.masks = masks;
        this.parts = new StepParts(decoder);
        Value previous = model.bound(decoder.input());
        this.whole = model.ofStep(builder, Map.of(decoder.previous(), previous), Map.of(), masks)
                .within(new Around());
    }

    /** For what is done at all steps at once: rows of examples are spread over their steps. */
    private final class Around implements Surroundings {
        @Override
        public Value outer(String name) {
            Value value = model.bound(name);
            Type type = value.type();
            return type.extent().equals(Extent.BATCH)
                    ? builder.broadcast(value.name(), value, type.withExtent(Extent.tokens(decoder.axis())))
                    : value;
        }
    }

    /** What the decoder emits at all steps, {@code tokens(axis)[V]}. */
    Value run() {
        parts.before().forEach(whole::bind);
        Map<String, Value> rows = new LinkedHashMap<>();
        parts.read().forEach(name -> rows.put(name, sequence(whole.bound(name))));
        List<Term> masked = masked();
        List<Value> sequences = new ArrayList<>(rows.values());
        for (Term term : masked) {
            sequences.add(masks.of(
                    term, builder, Type.tokens(decoder.axis(), term.type().width())));
        }
        List<String> stateNames = new ArrayList<>();
        List<Value> initial = new ArrayList<>();
        for (TypedDecoder.Cell cell : decoder.cells()) {
            for (TypedCell.State state : cell.cell().states()) {
                stateNames.add(cell.state(state));
                initial.add(initial(model, cell, state));
            }
        }
        for (TypedDecoder.Coverage coverage : decoder.coverages()) {
            stateNames.add(coverage.state());
            Type none = Type.spans(coverage.axis(), decoder.axis(), 1);
            initial.add(builder.constant(plain(coverage.state()), none, 0));
        }
        Map<Value, Value> laid = laid();
        List<String> stacked = parts.stacked();
        ScanBody.Results results = builder.scan(
                decoder.axis(),
                false,
                sequences,
                initial,
                (inner, values, states) ->
                        step(inner, values, states, new ArrayList<>(rows.keySet()), masked, stateNames, stacked, laid));
        for (int i = 0; i < stacked.size(); i++) {
            whole.name(stacked.get(i), results.stacked().get(i));
        }
        parts.after().forEach(whole::bind);
        emitted = whole.lower(decoder.emit());
        logits = whole.logits(emitted);
        return emitted;
    }

    /** What the emitted probabilities are made of. */
    Value logits() {
        return logits;
    }

    /** The state before the first step, {@code batch[size]}. */
    static Value initial(TermLowering model, TypedDecoder.Cell cell, TypedCell.State state) {
        String name = cell.name() + "_" + state.name() + "_first";
        Type type = Type.batch(state.size());
        Term given = cell.given().get(state.name());
        if (given != null) {
            return model.as(model.lower(given), type);
        }
        return state.initial()
                .map(weight -> model.builder().broadcast(name, model.weight(weight), type))
                .orElseGet(() -> model.builder().constant(name, type, 0));
    }

    /** Coverage after a step: before it, and this step's weights. */
    static Value covered(
            IrBuilder builder, TypedDecoder.Coverage coverage, Map<String, Value> before, TermLowering step) {
        Value weights = step.bound(coverage.weights());
        return builder.pointwise(plain(coverage.state()), Fn.ADD, before.get(coverage.state()), weights);
    }

    /** A name of the IR. */
    static String plain(String state) {
        return state.replace("%", "").replace('.', '_');
    }

    /** A value as the loop steps through it. */
    private Value sequence(Value value) {
        Type type = value.type();
        return type.extent().equals(Extent.tokens(decoder.axis()))
                ? value
                : builder.broadcast(value.name(), value, type.withExtent(Extent.tokens(decoder.axis())));
    }

    /** What the loop attends to, each sequence laid out once. */
    private Map<Value, Value> laid() {
        Map<Value, Value> laid = new HashMap<>();
        List<Term> keys = new ArrayList<>();
        parts.inside().forEach(equation -> collectKeys(equation.value(), keys));
        for (Term operand : keys) {
            Value memory = model.lower(operand);
            laid.computeIfAbsent(memory, m -> builder.lay(m.name(), m, decoder.axis()));
        }
        return laid;
    }

    private static void collectKeys(Term term, List<Term> operands) {
        if (term instanceof Term.Keys keys) {
            operands.add(keys.operand());
        }
        term.children().forEach(child -> collectKeys(child, operands));
    }

    private ScanBody.Yield step(
            IrBuilder inner,
            List<Value> values,
            List<Value> states,
            List<String> rowNames,
            List<Term> masked,
            List<String> stateNames,
            List<String> stacked,
            Map<Value, Value> laid) {
        Map<String, Value> rows = new HashMap<>();
        for (int i = 0; i < rowNames.size(); i++) {
            rows.put(rowNames.get(i), values.get(i));
        }
        IdentityHashMap<Term, Value> drawn = new IdentityHashMap<>();
        for (int i = 0; i < masked.size(); i++) {
            drawn.put(masked.get(i), values.get(rowNames.size() + i));
        }
        Map<String, Value> before = new HashMap<>();
        for (int i = 0; i < stateNames.size(); i++) {
            before.put(stateNames.get(i), states.get(i));
        }
        TermLowering step = model.ofStep(inner, rows, before, masks.inside(drawn))
                .within(new Surroundings() {
                    @Override
                    public Value outer(String name) {
                        return Surroundings.NONE.outer(name);
                    }

                    @Override
                    public Optional<Value> keys(Term operand) {
                        Value memory = laid.get(model.lower(operand));
                        return Optional.of(inner.alive(memory.name(), memory));
                    }
                });
        parts.inside().forEach(step::bind);
        for (TypedDecoder.Coverage coverage : decoder.coverages()) {
            step.name(coverage.state(), covered(inner, coverage, before, step));
        }
        List<Value> after = stateNames.stream().map(step::bound).toList();
        return new ScanBody.Yield(after, stacked.stream().map(step::bound).toList());
    }

    /** Uses of dropout and zoneout inside of the loop, those of cells' equations included. */
    private List<Term> masked() {
        List<Term> masked = new ArrayList<>();
        if (masks.drawn()) {
            parts.inside().forEach(equation -> collectMasked(equation.value(), masked));
        }
        return masked;
    }

    private static void collectMasked(Term term, List<Term> masked) {
        term.children().forEach(child -> collectMasked(child, masked));
        if (term instanceof Term.CellStep step) {
            for (Binding equation : step.cell().equations()) {
                collectMasked(equation.value(), masked);
            }
            collectMasked(step.cell().emit(), masked);
        }
        boolean random = term instanceof Term.Zoneout || (term instanceof Term.Dropout drop && drop.rate() > 0);
        // a shared mask is one term in several places
        if (random && masked.stream().noneMatch(known -> known == term)) {
            masked.add(term);
        }
    }
}
