package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Program.Phase;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedCell;
import dev.unroll.compiler.types.TypedDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The two phases in which a search runs a decoder: {@code encode}, everything that does not depend on what is put out, and {@code
 * step}, one step for rows that are hypotheses. What a step reads of the model, and what it would compute of that alone, such as the
 * projections of a memory, is handed from the first to the second.
 */
final class DecoderPhases {
    private final TypedDecoder decoder;
    private final ValueIds ids;
    private final TermLowering encode;
    private final TermLowering step;
    private final Set<String> own = new HashSet<>();
    private final Map<String, Value> before = new HashMap<>();
    private final Map<String, Value> byName = new HashMap<>();
    private final IdentityHashMap<Term, Value> byTerm = new IdentityHashMap<>();
    private final List<Value> encoded = new ArrayList<>();
    private final List<Value> memories = new ArrayList<>();
    private final List<Value> inputs = new ArrayList<>();

    /**
     * For a decoder.
     *
     * @param encode a lowering, without dropout, that knows the model's values above the decoder
     * @param step the builder of the step's block
     */
    DecoderPhases(TypedDecoder decoder, ValueIds ids, TermLowering encode, IrBuilder step) {
        this.decoder = decoder;
        this.ids = ids;
        this.encode = encode;
        Value previous = ids.fresh(decoder.previous(), Type.batch(1));
        List<Value> states = new ArrayList<>();
        for (TypedDecoder.Cell cell : decoder.cells()) {
            for (TypedCell.State state : cell.cell().states()) {
                String name = cell.state(state);
                Value value = ids.fresh(name.replace('.', '_'), Type.batch(state.size()));
                states.add(value);
                before.put(name, value);
                encoded.add(DecoderLowering.initial(encode, cell, state));
                own.add(name);
            }
        }
        for (TypedDecoder.Coverage coverage : decoder.coverages()) {
            String name = DecoderLowering.plain(coverage.state());
            Type type = Type.tokens(coverage.axis(), 1);
            Value value = ids.fresh(name, type);
            states.add(value);
            before.put(coverage.state(), value);
            encoded.add(encode.builder().constant(name, type, 0));
        }
        decoder.equations().forEach(equation -> own.add(equation.name()));
        own.add(decoder.previous());
        this.step = encode.ofStep(step, Map.of(decoder.previous(), previous), before, Masks.none())
                .within(new Encoded());
        inputs.add(previous);
        inputs.addAll(states);
    }

    /** Everything of the model comes from the encode phase. */
    private final class Encoded implements Surroundings {
        @Override
        public Value outer(String name) {
            return byName.computeIfAbsent(name, n -> memory(encode.bound(n)));
        }

        @Override
        public Optional<Value> keys(Term operand) {
            return Optional.of(operand instanceof Term.Read read ? outer(read.name()) : memory(encode.lower(operand)));
        }

        @Override
        public Optional<Value> known(Term term) {
            if (!isOfModel(term)) {
                return Optional.empty();
            }
            return Optional.of(byTerm.computeIfAbsent(term, t -> memory(encode.lower(t))));
        }
    }

    /** Whether a step would compute the same of the model each time; reads alone are handed over by name. */
    private boolean isOfModel(Term term) {
        boolean leaf = term instanceof Term.Read
                || term instanceof Term.Keys
                || term.children().isEmpty();
        return !leaf && readsModelOnly(term) && readsModel(term);
    }

    private boolean readsModelOnly(Term term) {
        if (term instanceof Term.Previous || term instanceof Term.CellStep) {
            return false;
        }
        if (term instanceof Term.Read read) {
            return !own.contains(read.name());
        }
        return term.children().stream().allMatch(this::readsModelOnly);
    }

    private static boolean readsModel(Term term) {
        return term instanceof Term.Read || term.children().stream().anyMatch(DecoderPhases::readsModel);
    }

    private Value memory(Value value) {
        Value handed = ids.freshLike(value);
        encoded.add(value);
        memories.add(handed);
        return handed;
    }

    /**
     * Both, in order.
     *
     * @param given the model's inputs
     */
    List<Phase> phases(List<Value> given) {
        for (Binding equation : decoder.equations()) {
            step.bind(equation);
        }
        Value logits = step.logits(step.lower(decoder.emit()));
        List<Value> results = new ArrayList<>();
        results.add(step.builder().logSoftmax(decoder.output() + "_logs", logits));
        for (TypedDecoder.Cell cell : decoder.cells()) {
            cell.cell().states().forEach(state -> results.add(step.bound(cell.state(state))));
        }
        decoder.coverages()
                .forEach(coverage -> results.add(DecoderLowering.covered(step.builder(), coverage, before, step)));
        decoder.attentions().forEach(attention -> results.add(step.bound(attention.weights())));
        inputs.addAll(memories);
        return List.of(
                new Phase(Phase.ENCODE, given, encode.builder().block(encoded)),
                new Phase(Phase.STEP, inputs, step.builder().block(results)));
    }
}
