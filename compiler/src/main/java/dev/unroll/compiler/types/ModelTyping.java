package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Types the statements of one model. Each layer's value is bound under a name of its own, so terms stay shallow. */
final class ModelTyping extends TermTyping {
    private static final int MOST_REPEATS = 1000;
    private static final Set<String> CELL_ONLY = Set.of("prev", "linear", "layer_norm", "zoneout");

    private final Layers layers;
    private final Labels labels;
    private final Set<String> later;
    private final Map<String, Typed> values = new LinkedHashMap<>();
    private final Map<String, Expr.Call> declared = new LinkedHashMap<>();
    private final Map<String, Layer> made = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<Binding> bindings = new ArrayList<>();

    /** A typing of a model's statements; {@code later} are the names that its statements give. */
    ModelTyping(Faults faults, Constants constants, Layers layers, Set<String> layerNames, Set<String> later) {
        super(faults, constants, Span::line);
        this.layers = layers;
        this.labels = new Labels(layerNames);
        this.later = later;
    }

    List<Binding> bindings() {
        return bindings;
    }

    boolean isRead(String name) {
        return read.contains(name);
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
        if (!(layer.value() instanceof Expr.Call) && !(layer.value() instanceof Expr.Ref)) {
            failed.add(name);
            throw faults.notYet(layer.value().span(), "a named layer that is made of several");
        }
        Expr.Call call = layers.callOf(layer.value());
        if (!layers.known().contains(call.name().toString())) {
            failed.add(name);
            throw layers.unknown(call.name().span(), call.name().toString());
        }
        declared.put(name, call);
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
        return new Typed(
                new Term.Read(name, value.type(), value.term().site()), value.rows(), value.from(), value.maker());
    }

    @Override
    public Typed flow(Expr.Flow flow) {
        Expr first = flow.stages().get(0);
        Typed value = part(first);
        requireRow(value, first.span());
        return through(flow.stages().subList(1, flow.stages().size()), value);
    }

    private Typed through(List<Expr> stages, Typed value) {
        Typed current = value;
        for (Expr stage : stages) {
            current = stage(stage, current);
        }
        return current;
    }

    private Typed stage(Expr stage, Typed input) {
        if (stage instanceof Expr.Flow flow) {
            return through(flow.stages(), input);
        }
        if (stage instanceof Expr.Repeat repeat) {
            return repeated(repeat, input);
        }
        Expr.Call call = layers.callOf(stage);
        String name = call.name().toString();
        if (!name.equals(Embeddings.WORD) && !declared.containsKey(name)) {
            Embeddings.requireNumbers(faults, input, "`" + name + "`", stage.span());
        }
        if (name.equals("last") && stage instanceof Expr.Ref) {
            return last(stage, input);
        }
        Optional<Fn> fn = stage instanceof Expr.Ref ? Vocabulary.elementwise(name) : Optional.empty();
        if (fn.isPresent()) {
            return shallow(apply(stage, fn.get(), List.of(input)), name);
        }
        if (Vocabulary.isFutureFunction(name)) {
            throw faults.notYet(stage.span(), "`" + name + "`");
        }
        Typed typed = stage instanceof Expr.Ref && isNamedLayer(name)
                ? shared(name, stage, input)
                : fresh(call, stage, input);
        return shallow(typed, name);
    }

    private boolean isNamedLayer(String name) {
        if (failed.contains(name)) {
            throw new Refused();
        }
        return declared.containsKey(name);
    }

    private Typed fresh(Expr.Call call, Expr stage, Typed input) {
        String name = call.name().toString();
        char first = name.charAt(0);
        if (first < 'A' || first > 'Z') {
            String what = values.containsKey(name) ? "`" + name + "` is a value" : "there is no layer `" + name + "`";
            throw values.containsKey(name) || Vocabulary.isFunction(name)
                    ? faults.refuse(
                            LAYER_NEEDED,
                            stage.span(),
                            "a layer is needed here; `" + name + "` is a value or function of values")
                    : faults.unknown(NAME_UNKNOWN, stage.span(), what, name, stageNames());
        }
        if (!layers.known().contains(name)) {
            throw layers.unknown(call.name().span(), name);
        }
        Layer layer = layers.make(call, labels.next(name), input);
        return layers.apply(layer, input, stage.span(), line(stage.span()));
    }

    private Typed shared(String name, Expr use, Typed input) {
        read.add(name);
        Layer layer = made.get(name);
        if (layer == null) {
            layer = layers.make(declared.get(name), name, input);
            made.put(name, layer);
        }
        return layers.apply(layer, input, use.span(), line(use.span()));
    }

    private Typed last(Expr stage, Typed input) {
        layers.requireSequence(input, "`last`", stage.span());
        String name = input.term().site().name() + "_last";
        Term term = new Term.Last(input.term(), input.type().withoutAxes(), new Site(line(stage.span()), "", name));
        return shallow(new Typed(term, true, stage.span(), "`last`"), "last");
    }

    private Typed repeated(Expr.Repeat repeat, Typed input) {
        repeat.options().ifPresent(o -> {
            throw faults.notYet(o.span(), "`repeat` with options");
        });
        long count = constants.whole(repeat.count(), "a number of repeats", 1, MOST_REPEATS);
        Typed current = input;
        for (long i = 0; i < count; i++) {
            current = stage(repeat.body(), current);
        }
        return current;
    }

    /** Binds a stage's value to a name of its own and reads it from there. */
    private Typed shallow(Typed typed, String word) {
        if (typed.term() instanceof Term.Read) {
            return typed;
        }
        String nextName = "%" + (bindings.size() + 1) + "_" + word;
        bindings.add(new Binding(nextName, typed.term()));
        return read(nextName, typed);
    }

    @Override
    public Typed repeat(Expr.Repeat repeat) {
        throw faults.refuse(
                VALUE_NEEDED, repeat.span(), "`repeat` needs a value to begin with", "write `value -> repeat n { … }`");
    }

    @Override
    Typed named(Expr.Ref ref) {
        String name = ref.name().toString();
        read.add(ref.name().first().text());
        if (failed.contains(ref.name().first().text())) {
            throw new Refused();
        }
        if (!ref.name().isSingle()) {
            throw faults.notYet(ref.span(), "a part of a value, `" + name + "`,");
        }
        Typed value = values.get(name);
        if (value != null) {
            return value;
        }
        if (declared.containsKey(name)) {
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
        known.removeIf(name -> name.startsWith("%"));
        known.addAll(constants.names());
        known.addAll(declared.keySet());
        known.addAll(Vocabulary.elementwiseNames());
        known.addAll(List.of("clip", "concat", "dot"));
        return new ArrayList<>(known);
    }

    private List<String> stageNames() {
        List<String> names = new ArrayList<>(declared.keySet());
        names.addAll(layers.known());
        names.add("last");
        names.addAll(Vocabulary.elementwiseNames());
        return names;
    }

    @Override
    Optional<Typed> called(Expr.Call call, String name) {
        if (CELL_ONLY.contains(name)) {
            throw faults.refuse(VALUE_NEEDED, call.span(), "`" + name + "` exists only in the step of a cell");
        }
        if (name.equals("last")) {
            throw faults.refuse(OPTION_VALUE, call.span(), "`last` takes no argument", "write `x -> last`");
        }
        if (layers.known().contains(name)) {
            throw layerAsValue(call, name);
        }
        if (!isNamedLayer(name)) {
            return Optional.empty();
        }
        Expr operand = Arguments.of(faults, call, "x").need("x");
        Typed input = part(operand);
        requireRow(input, operand.span());
        return Optional.of(shallow(shared(name, call, input), name));
    }
}
