package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SEQUENCE_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.resolve.Prelude;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Makes layers from their calls and applies them to values. */
final class Layers {
    private static final Map<String, Set<String>> FUTURE_OPTIONS = Map.of(
            "Dense", Set.of("weights"),
            "Dropout", Set.of("shared_over"),
            "SimpleRNN", Set.of("dropout", "zoneout", "layer_norm", "reverse"),
            "GRU", Set.of("dropout", "zoneout", "layer_norm", "reverse"),
            "LSTM", Set.of("dropout", "zoneout", "layer_norm", "reverse", "peephole", "projection"));

    private final Faults faults;
    private final Constants constants;
    private final Map<String, Decl.Cell> cells;
    private final List<Weight> weights;
    private final Embeddings embeddings;
    private final Set<String> cellsUsed = new HashSet<>();

    Layers(Faults faults, Constants constants, Map<String, Decl.Cell> cells, List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.cells = cells;
        this.weights = weights;
        this.embeddings = new Embeddings(faults, constants, weights);
    }

    /** Files that embeddings made so far start from. */
    List<EmbeddingFile> embeddingFiles() {
        return embeddings.files();
    }

    /** The file's own cells made so far. */
    Set<String> cellsUsed() {
        return cellsUsed;
    }

    /** Names of all layers that can be written here. */
    List<String> known() {
        List<String> known = new ArrayList<>(Vocabulary.plainLayers());
        known.addAll(Prelude.get().layers());
        known.addAll(cells.keySet());
        return known;
    }

    /** A new layer for values like {@code input}. Its weights are added to the model's. */
    Layer make(Expr.Call call, String label, Typed input) {
        String name = call.name().toString();
        if (name.equals(Embeddings.WORD)) {
            return embeddings.make(call, label, input);
        }
        Embeddings.requireNumbers(faults, input, name, call.span());
        if (cells.containsKey(name)) {
            cellsUsed.add(name);
            Arguments arguments = cellArguments(call, cells.get(name), call.arguments(), Set.of());
            return recurrent(call, cells.get(name), arguments, label, input, span -> lineIn(call, span));
        }
        return switch (name) {
            case "Dense" -> dense(call, label, input);
            case "Dropout" -> dropout(call, label);
            case "SimpleRNN", "LSTM" -> prelude(call, name, call.arguments(), label, input);
            case "GRU" -> gru(call, label, input);
            default -> throw unknown(call.name().span(), name);
        };
    }

    /** The line of a cell's equation, or of its use where the cell is another file's. */
    private static int lineIn(Expr.Call call, Span span) {
        return span.source().equals(call.span().source())
                ? span.line()
                : call.span().line();
    }

    Refused unknown(Span span, String name) {
        if (Vocabulary.isFutureLayer(name)) {
            return faults.notYet(span, "layer `" + name + "`");
        }
        return faults.unknown(NAME_UNKNOWN, span, "there is no layer `" + name + "`", name, known());
    }

    private Layer gru(Expr.Call call, String label, Typed input) {
        String variant = "after";
        List<Expr.Argument> others = new ArrayList<>();
        for (Expr.Argument argument : call.arguments()) {
            if (argument.name().filter(n -> n.text().equals("reset")).isPresent()) {
                variant = constants.word(argument.value(), "`reset` of GRU", List.of("after", "before"));
            } else {
                others.add(argument);
            }
        }
        return prelude(call, variant.equals("after") ? "GRUAfter" : "GRUBefore", others, label, input);
    }

    private Layer prelude(Expr.Call call, String cell, List<Expr.Argument> given, String label, Typed input) {
        Decl.Cell decl = Prelude.get().cell(cell).orElseThrow();
        Arguments arguments =
                cellArguments(call, decl, given, FUTURE_OPTIONS.get(call.name().toString()));
        arguments.get("units").ifPresent(units -> constants.size(units, "`units` of " + call.name()));
        return recurrent(
                call, decl, arguments, label, input, span -> call.span().line());
    }

    private Arguments cellArguments(Expr.Call call, Decl.Cell decl, List<Expr.Argument> given, Set<String> future) {
        List<String> names = new ArrayList<>(
                decl.parameters().stream().map(p -> p.name().text()).toList());
        int positional = 0;
        for (Param parameter : decl.parameters()) {
            positional += parameter.initial().isEmpty() ? 1 : 0;
        }
        if (call.name().toString().equals("GRU")) {
            names.add("reset");
        }
        String callee = call.name().toString();
        return Arguments.match(faults, callee, call.span(), given, names, positional, future);
    }

    private Layer recurrent(
            Expr.Call call, Decl.Cell decl, Arguments arguments, String label, Typed input, ToIntFunction<Span> lines) {
        String word = call.name().toString();
        Constants own = new ParameterBinding(faults).ofCell(decl.parameters(), arguments, constants, word, call.span());
        requireSequence(input, word, call.span());
        Cells.Instance instance = new Cells(faults, Optional.of(call.span()))
                .instance(decl, own, label, input.type().width(), lines);
        weights.addAll(instance.weights());
        return new Layer.Recurrent(word, input.type().width(), instance);
    }

    private Layer dense(Expr.Call call, String label, Typed input) {
        List<String> names = List.of("n", "activation", "bias", "init");
        Arguments arguments =
                Arguments.match(faults, "Dense", call.span(), call.arguments(), names, 1, FUTURE_OPTIONS.get("Dense"));
        int size = constants.size(arguments.need("n"), "`n` of Dense");
        Optional<Fn> activation = arguments.get("activation").map(e -> constants.function(e, "`activation` of Dense"));
        Init init = arguments
                .get("init")
                .map(e -> constants.init(e, "`init` of Dense"))
                .orElse(Init.GLOROT);
        boolean biased = arguments.get("bias").map(this::flag).orElse(true);
        int in = input.type().width();
        Weight weight = new Weight(label + ".weights", List.of(in, size), false, init, Kind.INPUT);
        weights.add(weight);
        Optional<Weight> bias = biased
                ? Optional.of(new Weight(label + ".bias", List.of(size), false, Init.ZEROS, Kind.BIAS))
                : Optional.empty();
        bias.ifPresent(weights::add);
        return new Layer.Dense("Dense", label, in, weight, bias, activation);
    }

    private boolean flag(Expr expr) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        throw faults.refuse(OPTION_VALUE, expr.span(), "`bias` of Dense is `true` or `false`");
    }

    private Layer dropout(Expr.Call call, String label) {
        Arguments arguments = Arguments.match(
                faults, "Dropout", call.span(), call.arguments(), List.of("p"), 1, FUTURE_OPTIONS.get("Dropout"));
        Expr rate = arguments.need("p");
        double p = constants.number(rate).value();
        if (p < 0 || p >= 1) {
            throw faults.refuse(
                    OPTION_VALUE,
                    rate.span(),
                    "`p` of Dropout is a probability from 0 to below 1, not " + Constants.shown(p));
        }
        return new Layer.Drop("Dropout", label, p);
    }

    /** The layer's value for {@code input}. */
    Typed apply(Layer layer, Typed input, Span span, int line) {
        if (layer instanceof Layer.Embedding embedding) {
            return embeddings.apply(embedding, input, span, line);
        }
        Embeddings.requireNumbers(faults, input, layer.word(), span);
        if (layer instanceof Layer.Dense dense) {
            requireWidth(dense.word(), dense.in(), input, span);
            return dense(dense, input, span, line);
        }
        if (layer instanceof Layer.Recurrent recurrent) {
            requireSequence(input, recurrent.word(), span);
            requireWidth(recurrent.word(), recurrent.in(), input, span);
            String label = recurrent.instance().cell().label();
            Term emit = recurrent.instance().cell().emit();
            String name = emit instanceof Term.Read read ? label + "_" + read.name() : label + "_emit";
            ValueType type = input.type().withWidth(recurrent.instance().width());
            Term term = new Term.Recur(recurrent.instance().cell(), input.term(), type, new Site(line, label, name));
            return new Typed(term, true, span, "this " + recurrent.word());
        }
        Layer.Drop drop = (Layer.Drop) layer;
        Term term =
                new Term.Dropout(input.term(), drop.rate(), input.type(), new Site(line, drop.label(), drop.label()));
        return new Typed(term, true, input.from(), input.maker());
    }

    private static Typed dense(Layer.Dense layer, Typed input, Span span, int line) {
        ValueType type = input.type().withWidth(layer.weights().sizes().get(1));
        Site site = new Site(line, layer.label(), layer.label());
        Site inner = layer.activation().isPresent() ? site.part("in") : site;
        Term linear = new Term.Linear(List.of(layer.weights()), List.of(input.term()), layer.bias(), type, inner);
        Term term = layer.activation()
                .<Term>map(fn -> new Term.Apply(fn, List.of(linear), type, site))
                .orElse(linear);
        return new Typed(term, true, span, "this Dense");
    }

    private void requireWidth(String word, int in, Typed input, Span span) {
        if (input.type().width() != in) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            span,
                            "this " + word + " shares its weights with an earlier use of another size")
                    .withLabel("this is " + input.type() + "; the first use had " + in + " features")
                    .withNote(input.from(), input.maker() + " is " + input.type()));
        }
    }

    /** A sequence, or the message that says what has reduced it. */
    void requireSequence(Typed input, String reader, Span span) {
        if (input.type().isSequence()) {
            return;
        }
        String reads = "this is " + input.type() + "; " + reader + " reads float[<axis>, n]";
        if (input.maker().equals("`last`")) {
            throw faults.refuse(Diagnostic.of(
                            SEQUENCE_NEEDED, span, reader + " needs a sequence, but `last` has already reduced it")
                    .withLabel(reads)
                    .withNote(input.from(), "reduced here")
                    .withHelp("move `last` below this line"));
        }
        throw faults.refuse(Diagnostic.of(
                        SEQUENCE_NEEDED,
                        span,
                        reader + " needs a sequence, but " + input.maker() + " is " + input.type())
                .withLabel(reads)
                .withNote(input.from(), input.maker() + " comes from here")
                .withHelp("give the input an axis, as in `float[time, "
                        + input.type().width() + "]`"));
    }

    /** The call in a stage of a flow; a capitalised name without arguments counts as a call without any. */
    Expr.Call callOf(Expr stage) {
        if (stage instanceof Expr.Call call) {
            return call;
        }
        if (stage instanceof Expr.Ref ref && ref.name().isSingle()) {
            return new Expr.Call(ref.span(), ref.name(), List.of());
        }
        throw faults.refuse(
                LAYER_NEEDED,
                stage.span(),
                "a layer is needed here, not `"
                        + Constants.shortened(stage.span().text()) + "`");
    }
}
