package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions that exist in the steps of cells only: {@code linear}, {@code layer_norm}, {@code zoneout}, {@code dropout}. */
final class CellFunctions {
    /** What {@code layer_norm} adds to a variance. */
    static final double NORM_EPSILON = 1e-3;

    private final CellTyping cell;
    private final Faults faults;
    private final Constants constants;
    private final WeightNames weightNames;
    private final List<Weight> weights;
    private final Map<String, Term.Dropout> sharedMasks = new HashMap<>();

    /** For the equations typed by {@code cell}; the weights that they make are added to {@code weights}. */
    CellFunctions(CellTyping cell, WeightNames weightNames, List<Weight> weights) {
        this.cell = cell;
        this.faults = cell.faults;
        this.constants = cell.constants;
        this.weightNames = weightNames;
        this.weights = weights;
    }

    /** A call of one of them; empty if {@code name} is none. */
    Optional<Typed> called(Expr.Call call, String name) {
        return switch (name) {
            case "linear" -> Optional.of(linear(call));
            case "layer_norm" -> Optional.of(layerNorm(call));
            case "zoneout" -> Optional.of(zoneout(call));
            case "dropout" -> Optional.of(dropout(call));
            default -> Optional.empty();
        };
    }

    private Typed linear(Expr.Call call) {
        List<Expr> operands = call.arguments().stream()
                .filter(a -> a.name().isEmpty())
                .map(Expr.Argument::value)
                .toList();
        List<Expr.Argument> options =
                call.arguments().stream().filter(a -> a.name().isPresent()).toList();
        // layer_norm is written out before equations are typed
        List<String> names = List.of("init", "recurrent_init", "bias_init", "bias", "layer_norm");
        Arguments arguments = Arguments.match(faults, "linear", call.span(), options, names, 0, Set.of());
        if (operands.isEmpty()) {
            throw faults.refuse(ARGUMENT_COUNT, call.span(), "linear needs at least one value");
        }
        int width = cell.widthOf(call);
        Init init = init(arguments, "init", Init.GLOROT);
        Init recurrent = init(arguments, "recurrent_init", Init.ORTHOGONAL);
        Init biasInit = init(arguments, "bias_init", Init.ZEROS);
        boolean biased = arguments
                .get("bias")
                .map(e -> constants.flag(e, "`bias` of linear"))
                .orElse(true);
        List<Weight> made = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        for (Expr operand : operands) {
            Typed typed = cell.part(operand);
            cell.requireRow(typed, operand.span());
            boolean carried = readsPrevious(typed.term());
            List<Integer> shape = List.of(typed.type().width(), width);
            Kind kind = carried ? Kind.RECURRENT : Kind.INPUT;
            made.add(new Weight(weightNames.operand(operand), shape, false, carried ? recurrent : init, kind));
            terms.add(typed.term());
        }
        weights.addAll(made);
        Optional<Weight> bias = biased
                ? Optional.of(new Weight(weightNames.bias(operands), List.of(width), false, biasInit, Kind.BIAS))
                : Optional.empty();
        bias.ifPresent(weights::add);
        Site site = operands.size() == 1 ? cell.site(call, made.get(0)) : cell.site(call);
        Term term = new Term.Linear(made, terms, bias, ValueType.vector(width), site);
        return new Typed(term, true, call.span(), "this `linear`");
    }

    private Init init(Arguments arguments, String option, Init otherwise) {
        return arguments
                .get(option)
                .map(e -> constants.init(e, "`" + option + "` of linear"))
                .orElse(otherwise);
    }

    private static boolean readsPrevious(Term term) {
        return term instanceof Term.Previous || term.children().stream().anyMatch(CellFunctions::readsPrevious);
    }

    private Typed layerNorm(Expr.Call call) {
        Arguments arguments = Arguments.match(
                faults, "layer_norm", call.span(), call.arguments(), List.of("x", "shift_init"), 1, Set.of());
        Expr operand = arguments.need("x");
        Typed typed = cell.part(operand);
        cell.requireRow(typed, operand.span());
        if (typed.type().sizes().isEmpty()) {
            throw faults.refuse(VALUE_NEEDED, operand.span(), "layer_norm needs a vector, not a single number");
        }
        Init start = arguments
                .get("shift_init")
                .map(e -> constants.init(e, "`shift_init` of layer_norm"))
                .orElse(Init.ZEROS);
        List<Integer> size = List.of(typed.type().width());
        Weight gain = new Weight(weightNames.norm(operand, "gain"), size, false, Init.ONES, Kind.GAIN);
        Weight shift = new Weight(weightNames.norm(operand, "shift"), size, false, start, Kind.BIAS);
        weights.add(gain);
        weights.add(shift);
        Site site = cell.site(call, gain);
        Site trimmed = new Site(site.line(), site.layer(), site.name().replaceFirst("_gain\\d*$", "_norm"));
        Term term = new Term.LayerNorm(gain, shift, typed.term(), NORM_EPSILON, typed.type(), trimmed);
        return new Typed(term, true, call.span(), "this `layer_norm`");
    }

    private Typed zoneout(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "new", "old", "rate");
        Typed fresh = cell.part(arguments.need("new"));
        Typed old = cell.part(arguments.need("old"));
        cell.requireRow(fresh, arguments.need("new").span());
        cell.requireRow(old, arguments.need("old").span());
        if (!fresh.type().equals(old.type())) {
            throw faults.refuse(
                    SIZE_MISMATCH,
                    call.span(),
                    "zoneout chooses between values of one type, not " + fresh.type() + " and " + old.type());
        }
        double rate = constants.probability(arguments.need("rate"), "`rate` of zoneout");
        return new Typed(
                new Term.Zoneout(fresh.term(), old.term(), rate, fresh.type(), cell.site(call)),
                true,
                call.span(),
                "`zoneout`");
    }

    /** Calls with {@code shared = true} on the same value have the same mask, at all steps and in all equations. */
    private Typed dropout(Expr.Call call) {
        Arguments arguments = Arguments.match(
                faults, "dropout", call.span(), call.arguments(), List.of("x", "rate", "shared"), 1, Set.of());
        Expr operand = arguments.need("x");
        double rate = constants.probability(arguments.need("rate"), "`rate` of dropout");
        boolean shared = arguments
                .get("shared")
                .map(e -> constants.flag(e, "`shared` of dropout"))
                .orElse(false);
        Typed typed = cell.part(operand);
        cell.requireRow(typed, operand.span());
        Term.Dropout term = new Term.Dropout(typed.term(), rate, shared, typed.type(), cell.site(call));
        if (shared) {
            Term.Dropout first =
                    sharedMasks.putIfAbsent(rate + " " + operand.span().text(), term);
            term = first == null ? term : first;
        }
        return new Typed(term, true, call.span(), "`dropout`");
    }
}
