package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_EARLY;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Types the equations of one cell instance and makes their weights. */
final class CellTyping extends TermTyping {
    private static final double NORM_EPSILON = 1e-3;

    private final String label;
    private final WeightNames weightNames;
    private final SizeInference sizes = new SizeInference();
    private final List<Weight> weights = new ArrayList<>();
    private final Map<String, Typed> values = new LinkedHashMap<>();
    private final Map<String, Typed> states = new LinkedHashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<Diagnostic> unsized = new ArrayList<>();

    CellTyping(Faults faults, Constants constants, ToIntFunction<Span> lines, String label) {
        super(faults, constants, lines);
        this.label = label;
        this.weightNames = new WeightNames(label);
    }

    List<Weight> weights() {
        return weights;
    }

    /** Calls of linear without a width: worth a message only where nothing else is wrong, which may be the reason. */
    List<Diagnostic> unsized() {
        return unsized;
    }

    /** Takes a name as faulty: reading it is silent from now on. */
    void fail(String name) {
        failed.add(name);
    }

    /** Whether an equation or the emitted value reads {@code name}, as it is now or before. */
    boolean isRead(String name) {
        return read.contains(name);
    }

    void input(String name, int width, Span place) {
        Term term = new Term.Read(name, ValueType.vector(width), new Site(line(place), label, label + "_" + name));
        values.put(name, new Typed(term, true, place, "`" + name + "`"));
        sizes.input(name, width);
    }

    /** A weight that the cell names itself. */
    void weight(String name, ValueType type, Init init, Span place) {
        boolean matrix = type.sizes().size() == 2;
        List<Integer> stored =
                matrix ? List.of(type.sizes().get(1), type.sizes().get(0)) : type.sizes();
        Weight weight = new Weight(weightNames.own(name), stored, matrix, init, Kind.OTHER);
        weights.add(weight);
        Term term = new Term.Trained(weight, type, new Site(line(place), label, label + "_" + name));
        values.put(name, new Typed(term, false, place, "weight `" + name + "`"));
        sizes.weight(name, type);
    }

    TypedCell.State state(String name, int size, boolean trained, Span place) {
        ValueType type = ValueType.vector(size);
        Term term = new Term.Previous(name, type, new Site(line(place), label, label + "_" + name + "_prev"));
        states.put(name, new Typed(term, true, place, "state `" + name + "`"));
        sizes.state(name, size);
        Optional<Weight> initial = trained
                ? Optional.of(new Weight(weightNames.initial(name), List.of(size), false, Init.ZEROS, Kind.STATE))
                : Optional.empty();
        initial.ifPresent(weights::add);
        return new TypedCell.State(name, size, initial);
    }

    void infer(List<Statement.Binding> equations, Expr emit) {
        sizes.solve(equations, emit);
    }

    /** Types one equation; empty if a fault in it was reported. */
    Optional<Binding> equation(Statement.Binding equation) {
        String name = equation.name().text();
        weightNames.equation(name, equation.value());
        Optional<Typed> typed = faults.attempt(
                () -> fitted(name, equation.value(), typeAs(equation.value(), label, label + "_" + name)));
        if (typed.isEmpty()) {
            failed.add(name);
            return Optional.empty();
        }
        Typed value = typed.get();
        boolean state = states.containsKey(name);
        ValueType type = state ? states.get(name).type() : value.type();
        Term use = new Term.Read(name, type, value.term().site());
        Typed bound = new Typed(use, state || value.rows(), equation.name().span(), "`" + name + "`");
        values.put(name, value.isNumber() && !state ? value : bound);
        return Optional.of(new Binding(name, value.term()));
    }

    /** An equation of a state has the state's type; a single number fills it. */
    private Typed fitted(String name, Expr expr, Typed value) {
        Typed state = states.get(name);
        if (state == null || value.type().isScalar() || value.type().equals(state.type())) {
            return value;
        }
        throw faults.refuse(Diagnostic.of(
                        SIZE_MISMATCH,
                        expr.span(),
                        "state `" + name + "` is " + state.type() + ", but its equation gives " + value.type())
                .withNote(state.from(), "the state is declared here"));
    }

    Optional<Typed> emitted(Expr emit) {
        weightNames.equation("emit", emit);
        return faults.attempt(() -> typeAs(emit, label, label + "_emit"));
    }

    boolean isSet(String state) {
        return values.containsKey(state) || failed.contains(state);
    }

    @Override
    Typed named(Expr.Ref ref) {
        String name = ref.name().toString();
        read.add(name);
        if (failed.contains(name)) {
            throw new Refused();
        }
        Typed value = values.get(name);
        if (value != null) {
            return value;
        }
        if (states.containsKey(name)) {
            throw faults.refuse(
                    STATE_EARLY,
                    ref.span(),
                    "`" + name + "` has no value yet at this step",
                    "write `prev(" + name
                            + ")` for its value at the step before, or move this line below its equation");
        }
        throw faults.unknown(NAME_UNKNOWN, ref.span(), "there is no value `" + name + "` in this cell", name, known());
    }

    @Override
    List<String> known() {
        Set<String> known = new HashSet<>(values.keySet());
        known.addAll(states.keySet());
        known.addAll(constants.names());
        known.addAll(Vocabulary.functions());
        known.remove("last");
        return known.stream().sorted().toList();
    }

    @Override
    Optional<Typed> called(Expr.Call call, String name) {
        return switch (name) {
            case "prev" -> Optional.of(previous(call));
            case "linear" -> Optional.of(linear(call));
            case "layer_norm" -> Optional.of(layerNorm(call));
            case "zoneout" -> Optional.of(zoneout(call));
            default -> Optional.empty();
        };
    }

    private Typed previous(Expr.Call call) {
        Expr argument = Arguments.of(faults, call, "state").need("state");
        String name = argument.span().text();
        read.add(name);
        Typed state = states.get(name);
        if (state == null) {
            throw faults.unknown(
                    STATE_NEEDED,
                    argument.span(),
                    "`prev` reads a state; `" + Constants.shortened(name) + "` is none",
                    name,
                    states.keySet());
        }
        return state;
    }

    private Typed linear(Expr.Call call) {
        List<Expr> operands = call.arguments().stream()
                .filter(a -> a.name().isEmpty())
                .map(Expr.Argument::value)
                .toList();
        List<Expr.Argument> options =
                call.arguments().stream().filter(a -> a.name().isPresent()).toList();
        List<String> names = List.of("init", "recurrent_init", "bias_init");
        Arguments arguments = Arguments.match(faults, "linear", call.span(), options, names, 0, Set.of());
        if (operands.isEmpty()) {
            throw faults.refuse(ARGUMENT_COUNT, call.span(), "linear needs at least one value");
        }
        OptionalInt width = sizes.widthOf(call);
        if (width.isEmpty()) {
            unsized.add(Diagnostic.of(SIZE_UNKNOWN, call.span(), "nothing says how many numbers this has")
                    .withHelp("let it go together with a state, or name the weight and write `W @ x`"));
            throw new Refused();
        }
        Init init = arguments
                .get("init")
                .map(e -> constants.init(e, "`init` of linear"))
                .orElse(Init.GLOROT);
        Init recurrent = arguments
                .get("recurrent_init")
                .map(e -> constants.init(e, "`recurrent_init` of linear"))
                .orElse(Init.ORTHOGONAL);
        Init biasInit = arguments
                .get("bias_init")
                .map(e -> constants.init(e, "`bias_init` of linear"))
                .orElse(Init.ZEROS);
        List<Weight> made = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        for (Expr operand : operands) {
            Typed typed = part(operand);
            requireRow(typed, operand.span());
            boolean carried = readsPrevious(typed.term());
            List<Integer> shape = List.of(typed.type().width(), width.getAsInt());
            Kind kind = carried ? Kind.RECURRENT : Kind.INPUT;
            made.add(new Weight(weightNames.operand(operand), shape, false, carried ? recurrent : init, kind));
            terms.add(typed.term());
        }
        Weight bias = new Weight(weightNames.bias(operands), List.of(width.getAsInt()), false, biasInit, Kind.BIAS);
        weights.addAll(made);
        weights.add(bias);
        Site site = operands.size() == 1 ? named(call, made.get(0)) : site(call);
        Term term = new Term.Linear(made, terms, Optional.of(bias), ValueType.vector(width.getAsInt()), site);
        return new Typed(term, true, call.span(), "this `linear`");
    }

    private Site named(Expr expr, Weight weight) {
        return new Site(line(expr.span()), label, weight.name().replace('.', '_'));
    }

    private static boolean readsPrevious(Term term) {
        return term instanceof Term.Previous || term.children().stream().anyMatch(CellTyping::readsPrevious);
    }

    private Typed layerNorm(Expr.Call call) {
        Expr operand = Arguments.of(faults, call, "x").need("x");
        Typed typed = part(operand);
        requireRow(typed, operand.span());
        if (typed.type().sizes().isEmpty()) {
            throw faults.refuse(VALUE_NEEDED, operand.span(), "layer_norm needs a vector, not a single number");
        }
        List<Integer> size = List.of(typed.type().width());
        Weight gain = new Weight(weightNames.norm(operand, "gain"), size, false, Init.ONES, Kind.GAIN);
        Weight shift = new Weight(weightNames.norm(operand, "shift"), size, false, Init.ZEROS, Kind.BIAS);
        weights.add(gain);
        weights.add(shift);
        Site site = named(call, gain);
        Site trimmed = new Site(site.line(), label, site.name().replaceFirst("_gain\\d*$", "_norm"));
        Term term = new Term.LayerNorm(gain, shift, typed.term(), NORM_EPSILON, typed.type(), trimmed);
        return new Typed(term, true, call.span(), "this `layer_norm`");
    }

    private Typed zoneout(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "new", "old", "rate");
        Typed fresh = part(arguments.need("new"));
        Typed old = part(arguments.need("old"));
        requireRow(fresh, arguments.need("new").span());
        requireRow(old, arguments.need("old").span());
        if (!fresh.type().equals(old.type())) {
            throw faults.refuse(
                    SIZE_MISMATCH,
                    call.span(),
                    "zoneout chooses between values of one type, not " + fresh.type() + " and " + old.type());
        }
        double rate = rate(arguments.need("rate"), "`rate` of zoneout");
        if (rate == 0) {
            return fresh;
        }
        return new Typed(
                new Term.Zoneout(fresh.term(), old.term(), rate, fresh.type(), site(call)),
                true,
                call.span(),
                "`zoneout`");
    }

    private double rate(Expr expr, String what) {
        double rate = constants.number(expr).value();
        if (rate < 0 || rate >= 1) {
            throw faults.refuse(
                    OPTION_VALUE,
                    expr.span(),
                    what + " is a probability from 0 to below 1, not " + Constants.shown(rate));
        }
        return rate;
    }

    @Override
    public Typed flow(Expr.Flow flow) {
        throw faults.notYet(flow.span(), "a flow inside a cell");
    }

    @Override
    public Typed repeat(Expr.Repeat repeat) {
        throw faults.notYet(repeat.span(), "`repeat` inside a cell");
    }
}
