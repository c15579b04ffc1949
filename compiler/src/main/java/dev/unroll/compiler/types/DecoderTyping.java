package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_EARLY;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STEP_SEQUENCE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.UNUSED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Types the step of a decoder. Its values are those of one step and have no axis; it reads single rows of the model around it, and
 * sequences only by attending to them.
 */
final class DecoderTyping extends ModelTyping {
    private final ModelTyping outer;
    private final Statement.Decoder decl;
    private final Port output;
    private final Map<String, Statement.Layer> cells = new LinkedHashMap<>();
    private final Map<String, Layer.Recurrent> made = new HashMap<>();
    private final Map<String, Typed> ran = new HashMap<>();
    private final List<TypedDecoder.Attention> attentions = new ArrayList<>();
    private final List<TypedDecoder.Coverage> coverages = new ArrayList<>();
    private boolean attending;

    /** For {@code decl}, which gives {@code output}; its layers and names are also those of {@code outer}. */
    DecoderTyping(ModelTyping outer, Statement.Decoder decl, Port output) {
        super(outer, laterNames(decl), "%step");
        this.outer = outer;
        this.decl = decl;
        this.output = output;
    }

    private static Set<String> laterNames(Statement.Decoder decl) {
        return decl.step().bindings().stream().map(b -> b.name().text()).collect(Collectors.toSet());
    }

    /** The decoder; throws {@link Refused} if something in it is at fault. */
    TypedDecoder typed() {
        int before = faults.diagnostics().errorCount();
        Name previous = previous();
        decl.layers().forEach(layer -> faults.attempt(() -> layer(layer)));
        decl.cells().forEach(cell -> faults.attempt(() -> cell(cell)));
        ValueType token = output.type().withoutAxes();
        Site site = new Site(previous.span().line(), "", previous.text());
        put(
                previous.text(),
                new Typed(new Term.Read(previous.text(), token, site), true, previous.span(), "`" + previous + "`"));
        decl.step().bindings().forEach(binding -> faults.attempt(() -> binding(binding)));
        Optional<Typed> emitted =
                faults.attempt(() -> emitted(decl.step().emit().value()));
        if (faults.diagnostics().errorCount() == before) {
            checkUsed(previous);
        }
        if (faults.diagnostics().errorCount() > before || emitted.isEmpty()) {
            throw new Refused();
        }
        List<TypedDecoder.Cell> used = new ArrayList<>();
        cells.keySet().stream().filter(made::containsKey).forEach(name -> {
            Cells.Instance instance = made.get(name).instance();
            used.add(new TypedDecoder.Cell(name, instance.cell(), instance.given()));
        });
        return new TypedDecoder(
                output.name(),
                output.type().axes().get(0),
                previous.text(),
                "previous_" + output.value(),
                used,
                bindings(),
                emitted.get().term(),
                attentions,
                coverages);
    }

    private void checkUsed(Name previous) {
        checkRead(previous, "parameter");
        decl.layers().forEach(layer -> checkRead(layer.name(), "layer"));
        decl.cells().forEach(cell -> checkRead(cell.name(), "cell"));
        decl.step().bindings().forEach(binding -> checkRead(binding.name(), "value"));
    }

    private void checkRead(Name name, String what) {
        if (!isRead(name.text())) {
            faults.report(Diagnostic.of(UNUSED, name.span(), what + " `" + name + "` is never used")
                    .withHelp("use it or take it out"));
        }
    }

    /** What the step reads is read in the model. */
    @Override
    void markRead(String name) {
        super.markRead(name);
        outer.markRead(name);
    }

    private Name previous() {
        List<Name> parameters = decl.step().parameters();
        if (parameters.size() != 1) {
            throw faults.refuse(
                    ARGUMENT_COUNT,
                    decl.step().span(),
                    "the step of a decoder reads one thing: the output before it",
                    "write `step (previous) { … }`");
        }
        return parameters.get(0);
    }

    private void cell(Statement.Layer cell) {
        String name = cell.name().text();
        Expr.Call call = layers().callOf(cell.value());
        String word = call.name().toString();
        if (!layers().isRecurrent(word)) {
            namedLayers().fail(name);
            throw layers().known().contains(word)
                    ? faults.refuse(
                            LAYER_NEEDED,
                            cell.value().span(),
                            "`" + word + "` is no cell: it has no state",
                            "write `layer " + name + " = "
                                    + Constants.shortened(cell.value().span().text()) + "`")
                    : layers().unknown(call.name().span(), word);
        }
        cells.put(name, cell);
        namedLayers().declare(name, call);
    }

    @Override
    void binding(Statement.Binding binding) {
        super.binding(binding);
        String name = binding.name().text();
        value(name)
                .filter(value -> value.parts().containsKey(Attending.WEIGHTS))
                .ifPresent(value -> {
                    Term weights = value.parts()
                            .get(Attending.WEIGHTS)
                            .apply(value.term().site());
                    attentions.add(new TypedDecoder.Attention(
                            name,
                            ((Term.Read) weights).name(),
                            weights.type().axes().get(0)));
                });
    }

    private Typed emitted(Expr expr) {
        Typed typed = typeAs(expr, "", output.name());
        requireRow(typed, expr.span());
        return typed;
    }

    @Override
    public boolean stepsItself() {
        return true;
    }

    /** One step of a cell; a second one would need a second state. */
    @Override
    Optional<Typed> stepped(String name, Expr use, Typed input) {
        if (!cells.containsKey(name)) {
            return Optional.empty();
        }
        if (ran.containsKey(name)) {
            throw faults.refuse(Diagnostic.of(NAME_REPEATED, use.span(), "`" + name + "` has already run in this step")
                    .withNote(ran.get(name).from(), "it runs here")
                    .withHelp("declare a second cell, or read its states by `" + name + ".h`"));
        }
        Layer.Recurrent layer = (Layer.Recurrent) namedLayers().made(name, label -> makeCell(name, label, input));
        made.put(name, layer);
        TypedCell cell = layer.instance().cell();
        Typed read = layer.dropout().input() == 0
                ? input
                : dropped(input, layer.dropout().input(), true, use, cell.stem() + "_input");
        ValueType type = ValueType.vector(layer.width());
        String value =
                cell.emit() instanceof Term.Read emitted ? cell.stem() + "_" + emitted.name() : cell.stem() + "_emit";
        Site site = new Site(use.span().line(), cell.stem(), value);
        Typed row = bound(
                new Typed(
                        new Term.CellStep(name, cell, read.term(), type, site),
                        true,
                        use.span(),
                        "this " + layer.word()),
                name);
        ran.put(name, row);
        return Optional.of(
                layer.dropout().output() == 0
                        ? row
                        : dropped(row, layer.dropout().output(), false, use, cell.stem() + "_output"));
    }

    private Layer.Recurrent makeCell(String name, String label, Typed input) {
        Statement.Layer declared = cells.get(name);
        Layer.Recurrent layer = layers().stepped(layers().callOf(declared.value()), label, input, new CellScope(outer));
        if (layer.options().reverse()) {
            throw faults.refuse(
                    OPTION_VALUE,
                    declared.value().span(),
                    "a decoder goes forward: what it reads is what it has put out",
                    "take `reverse` out");
        }
        if (layer.dropout().between() > 0) {
            throw faults.refuse(
                    OPTION_VALUE,
                    declared.value().span(),
                    "`between` drops what one copy of a `repeat` gives to the next; there is no `repeat` here",
                    "write `output` for what it gives");
        }
        return layer;
    }

    /** Where first values of states are looked for: around the decoder. */
    private record CellScope(ModelTyping outer) implements ModelScope {
        @Override
        public boolean stepsItself() {
            return true;
        }

        @Override
        public boolean isValue(String name) {
            return outer.isValue(name);
        }

        @Override
        public boolean hasPart(Expr.Ref ref) {
            return outer.hasPart(ref);
        }

        @Override
        public Typed value(Expr expr) {
            return outer.value(expr);
        }

        @Override
        public Typed bound(Typed typed, String word) {
            return outer.bound(typed, word);
        }

        @Override
        public Layer layer(String name, dev.unroll.compiler.source.Span place) {
            return outer.layer(name, place);
        }

        @Override
        public Optional<Boolean> copyFollows() {
            return Optional.empty();
        }
    }

    private Typed dropped(Typed value, double rate, boolean shared, Expr use, String name) {
        Site site = new Site(use.span().line(), name, name);
        Term term = new Term.Dropout(value.term(), rate, shared, value.type(), site);
        return bound(new Typed(term, true, value.from(), value.maker()), "dropout");
    }

    @Override
    Typed attended(Expr expr) {
        attending = true;
        try {
            return part(expr);
        } finally {
            attending = false;
        }
    }

    /** A state of the decoder's own. It gets its name when its attention has weights: one that is typed twice leaves no trace. */
    @Override
    Typed covered(Expr use, Typed keys, ValueType type) {
        String name = "%coverage" + (coverages.size() + 1);
        Site site = new Site(line(use.span()), "", "coverage" + (coverages.size() + 1));
        return new Typed(new Term.Previous(name, type, site), true, use.span(), "the coverage");
    }

    @Override
    void cover(Typed covered, Typed weights, Typed attended) {
        Term.Keys keys = (Term.Keys) attended.term();
        coverages.add(new TypedDecoder.Coverage(
                ((Term.Previous) covered.term()).state(),
                ((Term.Read) weights.term()).name(),
                keys.operand(),
                keys.type().axes().get(0)));
    }

    @Override
    Typed keys(Typed sequence) {
        Term term =
                new Term.Keys(sequence.term(), sequence.type(), sequence.term().site());
        return new Typed(term, true, sequence.from(), sequence.maker());
    }

    @Override
    Typed named(Expr.Ref ref) {
        String name = ref.name().first().text();
        if (cells.containsKey(name)) {
            return state(ref, name);
        }
        boolean own = value(name).isPresent() || hasFailed(name) || !outer.isValue(name);
        if (own) {
            return super.named(ref);
        }
        Typed value = outer.named(ref);
        if (value.type().isSequence() && !attending) {
            throw faults.refuse(Diagnostic.of(
                            STEP_SEQUENCE,
                            ref.span(),
                            "a step has one row of each value, but `" + ref.name() + "` is " + value.type())
                    .withNote(value.from(), value.maker() + " comes from here")
                    .withHelp("attend to it: `attend(Additive(64), query = …, over = " + ref.name() + ")`"));
        }
        // parts such as memory.final.h are values of the model that have no name yet
        return value.isNumber() ? value : outer.bound(value, "outer");
    }

    /** {@code rnn.h}: the state after this step. */
    private Typed state(Expr.Ref ref, String cell) {
        if (ref.name().isSingle()) {
            throw faults.refuse(
                    VALUE_NEEDED,
                    ref.span(),
                    "`" + cell + "` is a cell, not a value",
                    "write `" + cell + "(x)` to run it, `" + cell + ".h` for its state");
        }
        if (!ran.containsKey(cell)) {
            throw faults.refuse(
                    STATE_EARLY,
                    ref.span(),
                    "`" + ref.name() + "` has no value yet at this step: `" + cell + "` runs below or never",
                    "write `prev(" + ref.name() + ")` for its value at the step before, or move this line below `"
                            + cell + "(…)`");
        }
        String name = ref.name().toString();
        ValueType type = ValueType.vector(stateOf(ref, cell, made.get(cell)));
        Term term = new Term.Read(name, type, site(ref));
        return new Typed(term, true, ref.span(), "`" + name + "`");
    }

    /** The size of the state that {@code cell.state} names. */
    private int stateOf(Expr.Ref ref, String cell, Layer.Recurrent layer) {
        String part = ref.name().toString().substring(cell.length() + 1);
        List<TypedCell.State> states = layer.instance().cell().states();
        return states.stream()
                .filter(state -> state.name().equals(part))
                .findFirst()
                .map(TypedCell.State::size)
                .orElseThrow(() -> faults.unknown(
                        NAME_UNKNOWN,
                        ref.span(),
                        "`" + cell + "` has no state `" + part + "`",
                        part,
                        states.stream().map(TypedCell.State::name).toList()));
    }

    @Override
    Optional<Typed> called(Expr.Call call, String name) {
        return name.equals("prev") ? Optional.of(before(call)) : super.called(call, name);
    }

    /** {@code prev(rnn.h)}: the state after the step before. The size is that which the cell's own call says. */
    private Typed before(Expr.Call call) {
        Expr argument = Arguments.of(faults, call, "state").need("state");
        boolean state = argument instanceof Expr.Ref ref
                && !ref.name().isSingle()
                && cells.containsKey(ref.name().first().text());
        if (!state) {
            throw faults.refuse(
                    STATE_NEEDED,
                    argument.span(),
                    "`prev` reads a state of a cell of this decoder; `"
                            + Constants.shortened(argument.span().text()) + "` is none",
                    "write `prev(" + cells.keySet().stream().findFirst().orElse("rnn") + ".h)`");
        }
        Expr.Ref ref = (Expr.Ref) argument;
        String cell = ref.name().first().text();
        String name = ref.name().toString();
        int size = made.containsKey(cell) ? stateOf(ref, cell, made.get(cell)) : sizeBefore(ref, cell);
        Site site = new Site(line(call.span()), "", name.replace('.', '_') + "_prev");
        return new Typed(
                new Term.Previous(name, ValueType.vector(size), site), true, call.span(), "`prev(" + name + ")`");
    }

    /** The size of a state of a cell that has not run yet: by an instance that nobody keeps. */
    private int sizeBefore(Expr.Ref ref, String cell) {
        Expr.Call call = layers().callOf(cells.get(cell).value());
        try {
            return stateOf(ref, cell, layers().measured(call, cell, new CellScope(outer)));
        } catch (Refused reported) {
            namedLayers().fail(cell);
            throw reported;
        }
    }
}
