package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ATTENTION_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Types the statements of one model, or those of a decoder's step. Each layer's value is bound under a name of its own, so terms stay shallow.
 */
class ModelTyping extends TermTyping implements ModelScope {
    private static final Set<String> CELL_ONLY = Set.of("prev", "linear", "layer_norm", "zoneout", "dropout", "when");

    private final Layers layers;
    private final NamedLayers namedLayers;
    private final Stages stages;
    private final Set<String> later;
    private final Map<String, Typed> values = new LinkedHashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<Binding> bindings = new ArrayList<>();

    private final String prefix;

    /** A typing of a model's statements; {@code later} are the names that its statements give. */
    ModelTyping(Faults faults, Constants constants, Layers layers, Set<String> layerNames, Set<String> later) {
        this(faults, constants, layers, new NamedLayers(faults, layerNames), later, "%");
    }

    private ModelTyping(
            Faults faults,
            Constants constants,
            Layers layers,
            NamedLayers namedLayers,
            Set<String> later,
            String prefix) {
        super(faults, constants, Span::line);
        this.layers = layers;
        this.namedLayers = namedLayers;
        this.stages = new Stages(this, layers, namedLayers);
        this.later = later;
        this.prefix = prefix;
    }

    /** A typing of what is inside of a statement of {@code outer}, with layers and names in common. */
    ModelTyping(ModelTyping outer, Set<String> later, String prefix) {
        this(outer.faults, outer.constants, outer.layers, outer.namedLayers, later, prefix);
    }

    Layers layers() {
        return layers;
    }

    NamedLayers namedLayers() {
        return namedLayers;
    }

    /** Names a value. */
    void put(String name, Typed value) {
        values.put(name, value);
    }

    /** Binds an output to what a decoder makes it. */
    void bind(String name, Typed value) {
        bindings.add(new Binding(name, value.term()));
        values.put(name, read(name, value));
    }

    /**
     * What a layer named {@code name} gives where it is not put behind a sequence; empty where it is an ordinary layer.
     *
     * @param use the place that uses it
     */
    Optional<Typed> stepped(String name, Expr use, Typed input) {
        return Optional.empty();
    }

    /** A sequence, in the place where something attends to it. */
    Typed attended(Expr expr) {
        return part(expr);
    }

    /**
     * What positions have been given at all steps before.
     *
     * @param use the attention that reads it
     * @param keys whose positions they are
     */
    Typed covered(Expr use, Typed keys, ValueType type) {
        throw faults.refuse(
                ATTENTION_MISFIT,
                use.span(),
                "coverage is what earlier steps of a decoder have read; there is no step here",
                "attend in the step of a decoder, or by a score without coverage");
    }

    /** Adds the weights of this step to what has been covered. */
    void cover(Typed covered, Typed weights, Typed attended) {
        throw new IllegalStateException("no coverage outside of a decoder");
    }

    /** The rows of a sequence as a reader attends to them. */
    Typed keys(Typed sequence) {
        return sequence;
    }

    List<Binding> bindings() {
        return bindings;
    }

    /** Files that embeddings start from. */
    List<EmbeddingFile> embeddingFiles() {
        return layers.embeddingFiles();
    }

    boolean isRead(String name) {
        return read.contains(name);
    }

    /** Notes that a layer or value has been used. */
    void markRead(String name) {
        read.add(name);
    }

    Optional<Typed> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean hasFailed(String name) {
        return failed.contains(name);
    }

    void input(Port port, Span place) {
        Term term = new Term.Read(port.name(), port.type(), new Site(place.line(), "", port.value()));
        values.put(port.name(), new Typed(term, true, place, "`" + port.name() + "`"));
    }

    void fail(String name) {
        failed.add(name);
    }

    void layer(Statement.Layer layer) {
        String name = layer.name().text();
        if (layer.value() instanceof Expr.Flow || layer.value() instanceof Expr.Repeat) {
            namedLayers.declare(name, layer.value());
            return;
        }
        Optional<Expr.Call> call = faults.attempt(() -> layers.callOf(layer.value()));
        if (call.isEmpty() || !layers.known().contains(call.get().name().toString())) {
            fail(name);
            namedLayers.fail(name);
        }
        Expr.Call made = call.orElseThrow(Refused::new);
        if (!layers.known().contains(made.name().toString())) {
            throw layers.unknown(made.name().span(), made.name().toString());
        }
        namedLayers.declare(name, made);
    }

    void binding(Statement.Binding binding) {
        String name = binding.name().text();
        Optional<Typed> typed = faults.attempt(() -> typeAs(binding.value(), "", name));
        if (typed.isEmpty()) {
            failed.add(name);
            return;
        }
        Typed value = typed.get();
        bindings.add(new Binding(name, value.term()));
        values.put(name, value.isNumber() ? value : read(name, value));
    }

    private static Typed read(String name, Typed value) {
        Term term = new Term.Read(name, value.type(), value.term().site());
        return new Typed(term, value.rows(), value.from(), value.maker(), value.parts());
    }

    @Override
    public Typed flow(Expr.Flow flow) {
        Expr first = flow.stages().get(0);
        Typed value = part(first);
        requireRow(value, first.span());
        return stages.through(flow.stages().subList(1, flow.stages().size()), value);
    }

    @Override
    public Typed bound(Typed typed, String word) {
        if (typed.term() instanceof Term.Read) {
            return typed;
        }
        String nextName = prefix + (bindings.size() + 1) + "_" + word;
        bindings.add(new Binding(nextName, typed.term()));
        return read(nextName, typed);
    }

    @Override
    public boolean isValue(String name) {
        return values.containsKey(name) || failed.contains(name);
    }

    @Override
    public boolean hasPart(Expr.Ref ref) {
        String name = ref.name().first().text();
        Typed value = values.get(name);
        return value != null && value.parts().containsKey(ref.name().toString().substring(name.length() + 1));
    }

    @Override
    public Typed value(Expr expr) {
        Typed value = part(expr);
        return value.isNumber() ? value : bound(value, "initial");
    }

    @Override
    public Layer layer(String name, Span place) {
        read.add(name);
        if (!namedLayers.has(name)) {
            throw faults.unknown(NAME_UNKNOWN, place, "there is no layer `" + name + "`", name, namedLayers.names());
        }
        return namedLayers
                .used(name)
                .orElseThrow(() -> faults.refuse(
                        NAME_UNKNOWN,
                        place,
                        "`" + name + "` has no weights yet",
                        "use the layer above this line; a flow of several layers has no weights of its own"));
    }

    @Override
    public Optional<Boolean> copyFollows() {
        return stages.copyFollows();
    }

    @Override
    public Typed repeat(Expr.Repeat repeat) {
        throw faults.refuse(
                VALUE_NEEDED, repeat.span(), "`repeat` needs a value to begin with", "write `value -> repeat n { … }`");
    }

    @Override
    Typed named(Expr.Ref ref) {
        String name = ref.name().first().text();
        read.add(name);
        if (failed.contains(name)) {
            throw new Refused();
        }
        Typed value = values.get(name);
        if (value != null) {
            return ref.name().isSingle() ? value : part(ref, value);
        }
        if (namedLayers.has(name)) {
            throw faults.refuse(
                    VALUE_NEEDED,
                    ref.span(),
                    "`" + name + "` is a layer, not a value",
                    "write `" + name + "(x)` or `x -> " + name + "`");
        }
        char first = name.charAt(0);
        if (first >= 'A' && first <= 'Z' && layers.known().contains(name)) {
            throw layerAsValue(ref, name);
        }
        if (later.contains(name)) {
            throw faults.refuse(
                    NAME_UNKNOWN,
                    ref.span(),
                    "`" + name + "` has no value yet",
                    "move this line below the one that gives it one");
        }
        throw faults.unknown(NAME_UNKNOWN, ref.span(), "there is no value `" + name + "` in this model", name, known());
    }

    /** {@code memory.final.h}: what a value has besides itself. */
    private Typed part(Expr.Ref ref, Typed value) {
        String name = ref.name().first().text();
        String part = ref.name().toString().substring(name.length() + 1);
        Function<Site, Term> found = value.parts().get(part);
        if (found == null) {
            String message = "`" + name + "` has no part `" + part + "`";
            throw value.parts().isEmpty()
                    ? faults.refuse(
                            NAME_UNKNOWN,
                            ref.span(),
                            message,
                            "states have names where the value is a recurrent layer's: `memory = x -> LSTM(4)`")
                    : faults.unknown(
                            NAME_UNKNOWN,
                            ref.span(),
                            message,
                            part,
                            value.parts().keySet());
        }
        Site site = value.term().site();
        Site own = new Site(line(ref.span()), site.layer(), site.name() + "_" + part.replace('.', '_'));
        return new Typed(found.apply(own), true, ref.span(), "`" + ref.name() + "`");
    }

    private Refused layerAsValue(Expr expr, String name) {
        return faults.refuse(
                VALUE_NEEDED,
                expr.span(),
                "`" + name + "` makes a layer, not a value",
                "write `x -> " + expr.span().text() + "`");
    }

    @Override
    List<String> known() {
        Set<String> known = new TreeSet<>(values.keySet());
        known.removeIf(name -> name.startsWith("%") || name.contains("."));
        known.addAll(constants.names());
        known.addAll(namedLayers.names());
        known.addAll(Vocabulary.elementwiseNames());
        known.addAll(Vocabulary.modelFunctions());
        return new ArrayList<>(known);
    }

    @Override
    Optional<Typed> called(Expr.Call call, String name) {
        if (CELL_ONLY.contains(name)) {
            throw faults.refuse(VALUE_NEEDED, call.span(), "`" + name + "` exists only in the step of a cell");
        }
        if (name.equals("attend")) {
            return Optional.of(new Attending(this, stages).called(call));
        }
        if (name.equals("pool")) {
            return Optional.of(new Pooling(this, stages).called(call));
        }
        if (Sequences.REDUCTIONS.contains(name)) {
            throw faults.refuse(
                    OPTION_VALUE, call.span(), "`" + name + "` takes no argument", "write `x -> " + name + "`");
        }
        if (layers.known().contains(name)) {
            throw layerAsValue(call, name);
        }
        Optional<Typed> sequence = new SequenceFunctions(this).called(call, name);
        if (sequence.isPresent()) {
            return sequence;
        }
        if (!namedLayers.has(name)) {
            return Optional.empty();
        }
        Expr operand = Arguments.of(faults, call, "x").need("x");
        Typed input = part(operand);
        requireRow(input, operand.span());
        return Optional.of(stages.shared(name, call, input));
    }
}
