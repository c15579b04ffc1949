package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.resolve.Prelude;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Makes recurrent layers: cells of the prelude and of the file. Options of a layer are the cell's own and those that every
 * recurrent layer has; of a prelude cell's own, some are reached through a record, such as {@code dropout.recurrent}.
 */
final class RecurrentLayers {
    private static final List<String> COMMON = List.of("dropout", "reverse");

    /** Parameters of prelude cells that users set through {@code dropout} and {@code zoneout}. */
    private static final String RECURRENT_DROPOUT = "recurrent_dropout";

    private static final String ZONEOUT = "zoneout_";

    private final Faults faults;
    private final Constants constants;
    private final Map<String, Decl.Cell> cells;
    private final List<Weight> weights;
    private final Set<String> cellsUsed = new HashSet<>();

    RecurrentLayers(Faults faults, Constants constants, Map<String, Decl.Cell> cells, List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.cells = cells;
        this.weights = weights;
    }

    /** The file's own cells made so far. */
    Set<String> cellsUsed() {
        return cellsUsed;
    }

    /** The width that a cell demands of its input, or 1. */
    int inputWidth(Expr.Call call) {
        Decl.Cell cell = cells.get(call.name().toString());
        return Optional.ofNullable(cell).stream()
                .flatMap(decl -> decl.inputs().stream())
                .flatMap(input -> input.type().dims().stream())
                .map(dim -> dim instanceof TypeExpr.Dim.Plain plain && plain.value() instanceof Expr.Num num
                        ? (int) num.value()
                        : 1)
                .findFirst()
                .orElse(1);
    }

    /** Whether there is a recurrent layer of this name. */
    boolean has(String name) {
        return cells.containsKey(name) || Prelude.get().layers().contains(name);
    }

    /** Names of the options of a layer of the language. */
    static List<String> options(String layer) {
        List<String> names = own(variant(layer, "after", false));
        if (layer.equals("GRU")) {
            names.add("reset");
        }
        if (layer.equals("LSTM")) {
            names.add("peephole");
        }
        names.add("zoneout");
        names.addAll(COMMON);
        return names;
    }

    private static List<String> own(Decl.Cell cell) {
        List<String> names = new ArrayList<>();
        for (Param parameter : cell.parameters()) {
            String name = parameter.name().text();
            if (!name.equals(RECURRENT_DROPOUT) && !name.startsWith(ZONEOUT)) {
                names.add(name);
            }
        }
        return names;
    }

    private static Decl.Cell variant(String layer, String reset, boolean peephole) {
        String cell = layer;
        if (layer.equals("GRU")) {
            cell = reset.equals("after") ? "GRUAfter" : "GRUBefore";
        } else if (peephole) {
            cell = "LSTMPeephole";
        }
        return Prelude.get().cell(cell).orElseThrow();
    }

    /** A new layer for sequences like {@code input}. */
    Layer.Recurrent make(Expr.Call call, String label, Typed input, ModelScope scope) {
        return cells.containsKey(call.name().toString())
                ? ofFile(call, label, false, input, scope)
                : ofPrelude(call, label, false, input, scope);
    }

    /** One direction of a Bidirectional. */
    Layer.Recurrent direction(Expr.Call call, String label, boolean back, Typed input, ModelScope scope) {
        String name = call.name().toString();
        if (!has(name)) {
            throw faults.refuse(
                    LAYER_NEEDED,
                    call.span(),
                    "Bidirectional runs a recurrent layer from both ends, not `" + name + "`",
                    "write `Bidirectional(LSTM(50))`");
        }
        for (Expr.Argument argument : call.arguments()) {
            if (argument.name().filter(n -> n.text().equals("reverse")).isPresent()) {
                throw faults.refuse(
                        OPTION_VALUE, argument.span(), "the directions inside Bidirectional are Bidirectional's own");
            }
        }
        Layer.Recurrent made = cells.containsKey(name)
                ? ofFile(call, label, back, input, scope)
                : ofPrelude(call, label, back, input, scope);
        if (made.dropout().between() > 0) {
            throw faults.refuse(
                    OPTION_VALUE,
                    call.span(),
                    "`between` is not for one direction of a Bidirectional",
                    "write `repeat n with { dropout = { between = … } } { … }`");
        }
        return made;
    }

    private Layer.Recurrent ofFile(Expr.Call call, String label, boolean back, Typed input, ModelScope scope) {
        String word = call.name().toString();
        Decl.Cell cell = cells.get(word);
        cellsUsed.add(word);
        List<String> names = new ArrayList<>(
                cell.parameters().stream().map(p -> p.name().text()).toList());
        List<String> common =
                COMMON.stream().filter(name -> !names.contains(name)).toList();
        names.addAll(common);
        Arguments arguments = match(call, cell, names);
        DropoutRates dropout = common.contains("dropout") ? dropout(arguments, word) : DropoutRates.NONE;
        if (dropout.recurrent() > 0) {
            throw faults.refuse(
                    OPTION_VALUE,
                    arguments.need("dropout").span(),
                    "what the recurrent products of `" + word + "` read is in its equations",
                    "write `dropout(prev(h), rate = …, shared = true)` there");
        }
        boolean reverse = back || (common.contains("reverse") && reverse(arguments, word));
        Layer.Recurrent.Options options = new Layer.Recurrent.Options(reverse, dropout);
        return layer(
                call,
                cell,
                arguments,
                starts(cell, arguments, word, scope),
                options,
                label,
                input,
                scope,
                span -> lineIn(call, span));
    }

    /** The line of a cell's equation, or of its use where the cell is another file's. */
    private static int lineIn(Expr.Call call, Span span) {
        return span.source().equals(call.span().source())
                ? span.line()
                : call.span().line();
    }

    private Layer.Recurrent ofPrelude(Expr.Call call, String label, boolean back, Typed input, ModelScope scope) {
        String word = call.name().toString();
        Arguments arguments = match(call, variant(word, "after", false), options(word));
        String reset = arguments
                .get("reset")
                .map(e -> constants.word(e, "`reset` of GRU", List.of("after", "before")))
                .orElse("after");
        boolean peephole = arguments
                .get("peephole")
                .map(e -> constants.flag(e, "`peephole` of LSTM"))
                .orElse(false);
        Decl.Cell cell = variant(word, reset, peephole);
        arguments.get("units").ifPresent(units -> constants.size(units, "`units` of " + word));
        arguments
                .get("projection")
                .ifPresent(size -> constants.whole(size, "`projection` of LSTM", 0, Constants.LARGEST));
        DropoutRates dropout = dropout(arguments, word);
        Map<String, Known> known = starts(cell, arguments, word, scope);
        known.put(RECURRENT_DROPOUT, new Known.Num(dropout.recurrent(), false));
        known.putAll(zoneout(cell, arguments, word));
        boolean reverse = back || reverse(arguments, word);
        Layer.Recurrent.Options options = new Layer.Recurrent.Options(reverse, dropout);
        int line = call.span().line();
        return layer(call, cell, arguments, known, options, label, input, scope, span -> line);
    }

    private Arguments match(Expr.Call call, Decl.Cell cell, List<String> names) {
        int positional = 0;
        for (Param parameter : cell.parameters()) {
            positional += parameter.initial().isEmpty() ? 1 : 0;
        }
        return Arguments.match(
                faults, call.name().toString(), call.span(), call.arguments(), names, positional, Set.of());
    }

    private DropoutRates dropout(Arguments arguments, String word) {
        return arguments
                .get("dropout")
                .map(e -> DropoutRates.of(faults, constants, e, word))
                .orElse(DropoutRates.NONE);
    }

    private boolean reverse(Arguments arguments, String word) {
        return arguments
                .get("reverse")
                .map(e -> constants.flag(e, "`reverse` of " + word))
                .orElse(false);
    }

    /** {@code zoneout = rate} of all states, or a record with a rate for each of some. */
    private Map<String, Known> zoneout(Decl.Cell cell, Arguments arguments, String word) {
        Map<String, Known> rates = new HashMap<>();
        List<String> states =
                cell.states().stream().map(state -> state.name().text()).toList();
        states.forEach(state -> rates.put(ZONEOUT + state, new Known.Num(0, false)));
        Optional<Expr> given = arguments.get("zoneout");
        if (given.isEmpty()) {
            return rates;
        }
        if (!(given.get() instanceof Expr.RecordOf record)) {
            double rate = constants.probability(given.get(), "`zoneout` of " + word);
            rates.replaceAll((state, none) -> new Known.Num(rate, false));
            return rates;
        }
        for (Expr.Field field : record.fields()) {
            Expr value = stateField(field, states, "zoneout", word);
            double rate = constants.probability(value, "`zoneout` of " + word);
            rates.put(ZONEOUT + field.name(), new Known.Num(rate, false));
        }
        return rates;
    }

    private Expr stateField(Expr.Field field, List<String> states, String option, String word) {
        String name = field.name().text();
        if (!states.contains(name)) {
            throw faults.unknown(OPTION_UNKNOWN, field.span(), word + " has no state `" + name + "`", name, states);
        }
        return field.value()
                .orElseThrow(() ->
                        faults.refuse(OPTION_VALUE, field.span(), "`" + name + "` of `" + option + "` has no value"));
    }

    /** Options that say how states start, where values of the model are among what they say. */
    private Map<String, Known> starts(Decl.Cell cell, Arguments arguments, String word, ModelScope scope) {
        Map<String, Known> starts = new HashMap<>();
        List<String> states =
                cell.states().stream().map(state -> state.name().text()).toList();
        for (Param parameter : cell.parameters()) {
            String name = parameter.name().text();
            Optional<Expr> given = arguments.get(name);
            if (given.isEmpty() || !parameter.type().kind().text().equals("start")) {
                continue;
            }
            String what = "`" + name + "` of " + word;
            if (given.get() instanceof Expr.RecordOf record) {
                Map<String, StateStart> byState = new HashMap<>();
                for (Expr.Field field : record.fields()) {
                    byState.put(field.name().text(), start(stateField(field, states, name, word), what, scope));
                }
                starts.put(name, new Known.Start(byState, StateStart.ZEROS));
            } else if (given.get() instanceof Expr.Call bridge
                    && bridge.name().toString().equals(Bridges.WORD)) {
                starts.put(
                        name,
                        new Known.Start(
                                new Bridges(faults, constants, scope).starts(bridge, states), StateStart.ZEROS));
            } else {
                starts.put(name, Known.Start.of(start(given.get(), what, scope)));
            }
        }
        return starts;
    }

    private StateStart start(Expr expr, String what, ModelScope scope) {
        boolean word = expr instanceof Expr.Ref ref
                && (StateStart.ofWord(ref.name().toString()).isPresent()
                        || !scope.isValue(ref.name().first().text()));
        return word ? constants.start(expr, what).other() : new StateStart.Given(scope.value(expr));
    }

    private Layer.Recurrent layer(
            Expr.Call call,
            Decl.Cell cell,
            Arguments arguments,
            Map<String, Known> known,
            Layer.Recurrent.Options options,
            String label,
            Typed input,
            ModelScope scope,
            ToIntFunction<Span> lines) {
        String word = call.name().toString();
        Constants own =
                new ParameterBinding(faults).ofCell(cell.parameters(), arguments, known, constants, word, call.span());
        if (!scope.stepsItself()) {
            new Sequences(faults).require(input, word, call.span());
        }
        Cells.Instance instance = new Cells(faults, Optional.of(call.span()))
                .instance(cell, own, label, input.type().width(), lines);
        weights.addAll(instance.weights());
        return new Layer.Recurrent(word, input.type().width(), instance, options);
    }
}
