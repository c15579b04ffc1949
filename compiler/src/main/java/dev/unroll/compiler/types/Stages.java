package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts values through the stages of flows: layers, functions and {@code repeat}. */
final class Stages {
    private static final int MOST_REPEATS = 1000;
    /** What may stand behind {@code with}. */
    static final List<String> REPEAT_OPTIONS = List.of("dropout", "residual");

    private final ModelTyping model;
    private final Faults faults;
    private final Constants constants;
    private final Layers layers;
    private final NamedLayers named;
    private final Reducing reducing;
    private Optional<Boolean> copyFollows = Optional.empty();

    Stages(ModelTyping model, Layers layers, NamedLayers named) {
        this.model = model;
        this.faults = model.faults;
        this.constants = model.constants;
        this.layers = layers;
        this.named = named;
        this.reducing = new Reducing(model);
    }

    /** See {@link ModelScope#copyFollows()}. */
    Optional<Boolean> copyFollows() {
        return copyFollows;
    }

    Typed through(List<Expr> stages, Typed value) {
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
        boolean bare = stage instanceof Expr.Ref;
        if (!name.equals(Embeddings.WORD) && !named.names().contains(name)) {
            Embeddings.requireNumbers(faults, input, "`" + name + "`", stage.span());
        }
        if (bare && Sequences.REDUCTIONS.contains(name) && !name.equals("pool")) {
            return reducing.reduce(name, stage.span(), input);
        }
        Optional<Fn> fn = bare ? Vocabulary.elementwise(name) : Optional.empty();
        if (fn.isPresent()) {
            return model.bound(model.apply(stage, fn.get(), List.of(input)), name);
        }
        if (bare && Vocabulary.isOverFeatures(name)) {
            return model.bound(model.overFeatures(stage, name, input), name);
        }
        if (name.equals("pool") && !bare) {
            return new Pooling(model, this).stage(call, input);
        }
        if (bare && name.equals("reverse")) {
            return new SequenceFunctions(model).reverse(stage.span(), input);
        }
        if (Vocabulary.isFutureFunction(name)) {
            throw faults.notYet(stage.span(), "`" + name + "`");
        }
        return bare && named.has(name) ? shared(name, stage, input) : fresh(call, stage, input);
    }

    private Typed fresh(Expr.Call call, Expr stage, Typed input) {
        String name = call.name().toString();
        char first = name.charAt(0);
        if (first < 'A' || first > 'Z') {
            throw model.isValue(name) || Vocabulary.isFunction(name)
                    ? faults.refuse(
                            LAYER_NEEDED,
                            stage.span(),
                            "a layer is needed here; `" + name + "` is a value or function of values")
                    : faults.unknown(
                            NAME_UNKNOWN, stage.span(), "there is no layer `" + name + "`", name, stageNames());
        }
        if (!layers.known().contains(name)) {
            throw layers.unknown(call.name().span(), name);
        }
        Layer layer = named.next(name, label -> layers.make(call, label, input, model));
        return new LayerUses(faults, model).apply(layer, input, stage.span(), name);
    }

    /** The value of a named layer, or of a named flow of layers, for {@code input}. */
    Typed shared(String name, Expr use, Typed input) {
        model.markRead(name);
        Optional<Typed> stepped = model.stepped(name, use, input);
        if (stepped.isPresent()) {
            return stepped.get();
        }
        Expr declared = named.declared(name);
        if (declared instanceof Expr.Flow || declared instanceof Expr.Repeat) {
            return named.within(name, use.span(), () -> stage(declared, input));
        }
        Layer layer = named.made(name, label -> layers.make(layers.callOf(declared), label, input, model));
        return new LayerUses(faults, model).apply(layer, input, use.span(), name);
    }

    /** A layer by its call or by the name of one, to be used otherwise than as a stage. */
    Layer layer(Expr expr, Typed input) {
        Expr.Call call = layers.callOf(expr);
        String name = call.name().toString();
        if (expr instanceof Expr.Ref && named.has(name) && named.declared(name) instanceof Expr.Call declared) {
            model.markRead(name);
            return named.made(name, label -> layers.make(declared, label, input, model));
        }
        if (!layers.known().contains(name)) {
            throw layers.unknown(call.name().span(), name);
        }
        return named.next(name, label -> layers.make(call, label, input, model));
    }

    /** An attention by its call or by the name of one, for these keys and queries. */
    Layer.Scoring scoring(Expr expr, Typed keys, Typed query, Function<ValueType, Typed> covered) {
        Expr.Call call = layers.callOf(expr);
        String name = call.name().toString();
        boolean shared = expr instanceof Expr.Ref && named.has(name);
        if (shared
                && named.declared(name) instanceof Expr.Call declared
                && layers.isAttention(declared.name().toString())) {
            model.markRead(name);
            return (Layer.Scoring) named.made(name, label -> layers.scoring(declared, label, keys, query, covered));
        }
        if (shared || !layers.isAttention(name)) {
            throw faults.refuse(
                    LAYER_NEEDED,
                    expr.span(),
                    "`attend` needs a score, not `"
                            + Constants.shortened(expr.span().text()) + "`",
                    "write `attend(Additive(64), query = …, over = …)`, or an `attention` block of your own");
        }
        return (Layer.Scoring) named.next(name, label -> layers.scoring(call, label, keys, query, covered));
    }

    private Typed repeated(Expr.Repeat repeat, Typed input) {
        Map<String, Expr> options = options(repeat);
        boolean residual = Optional.ofNullable(options.get("residual"))
                .map(e -> constants.flag(e, "`residual` of repeat"))
                .orElse(false);
        double between = Optional.ofNullable(options.get("dropout"))
                .map(e -> DropoutRates.read(faults, constants, e, "repeat", List.of("between"))
                        .getOrDefault("between", 0.0))
                .orElse(0.0);
        long count = constants.whole(repeat.count(), "a number of repeats", 1, MOST_REPEATS);
        Optional<Boolean> outer = copyFollows;
        Typed current = input;
        for (long i = 1; i <= count; i++) {
            copyFollows = Optional.of(i < count);
            Typed copy = stage(repeat.body(), current);
            current = residual ? sum(repeat, current, copy) : copy;
            if (between > 0 && i < count) {
                current = dropped(repeat.span(), current, between);
            }
        }
        copyFollows = outer;
        return current;
    }

    private Map<String, Expr> options(Expr.Repeat repeat) {
        Map<String, Expr> options = new LinkedHashMap<>();
        for (Expr.Field field : repeat.options().map(Expr.RecordOf::fields).orElse(List.of())) {
            String name = field.name().text();
            if (!REPEAT_OPTIONS.contains(name)) {
                throw faults.unknown(
                        OPTION_UNKNOWN, field.span(), "repeat has no option `" + name + "`", name, REPEAT_OPTIONS);
            }
            Expr value = field.value()
                    .orElseThrow(
                            () -> faults.refuse(ARGUMENT_COUNT, field.span(), "`" + name + "` of repeat has no value"));
            if (options.put(name, value) != null) {
                throw faults.refuse(ARGUMENT_COUNT, field.span(), "`" + name + "` of repeat is given twice");
            }
        }
        return options;
    }

    private Typed sum(Expr.Repeat repeat, Typed read, Typed given) {
        if (!read.type().equals(given.type())) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            repeat.body().span(),
                            "`residual` adds what a copy reads to what it gives, but these are " + read.type() + " and "
                                    + given.type())
                    .withNote(read.from(), read.maker() + " is " + read.type())
                    .withNote(given.from(), given.maker() + " is " + given.type())
                    .withHelp("bring the value to the size of a copy first, for example by a Dense"));
        }
        Typed sum = model.apply(repeat, Fn.ADD, List.of(given, read));
        return model.bound(sum.madeBy(given.from(), given.maker()), "residual");
    }

    private Typed dropped(Span span, Typed value, double rate) {
        String name = value.term().site().name() + "_between";
        Site site = new Site(span.line(), value.term().site().layer(), name);
        Term term = new Term.Dropout(value.term(), rate, false, value.type(), site);
        return model.bound(new Typed(term, true, value.from(), value.maker()), "between");
    }

    private List<String> stageNames() {
        List<String> names = new ArrayList<>(named.names());
        names.addAll(layers.known());
        names.addAll(Sequences.REDUCTIONS);
        names.addAll(List.of("softmax", "log_softmax"));
        names.add("reverse");
        names.addAll(Vocabulary.elementwiseNames());
        return names;
    }
}
