package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_EARLY;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
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
    private final SizeInference sizes = new SizeInference();
    private final List<Weight> weights = new ArrayList<>();
    private final String stem;
    private final WeightNames weightNames;
    private final CellFunctions functions;
    private final Map<String, Typed> values = new LinkedHashMap<>();
    private final Map<String, Typed> states = new LinkedHashMap<>();
    private final Map<String, Term> given = new LinkedHashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<Diagnostic> unsized = new ArrayList<>();

    CellTyping(Faults faults, Constants constants, ToIntFunction<Span> lines, String label) {
        super(faults, constants, lines);
        // names in the IR have no dots
        this.stem = label.replace('.', '_');
        this.weightNames = new WeightNames(label);
        this.functions = new CellFunctions(this, weightNames, weights);
    }

    List<Weight> weights() {
        return weights;
    }

    /** The width of one {@code linear(...)}. */
    int widthOf(Expr.Call linear) {
        OptionalInt width = sizes.widthOf(linear);
        if (width.isEmpty()) {
            unsized.add(Diagnostic.of(SIZE_UNKNOWN, linear.span(), "nothing says how many numbers this has")
                    .withHelp("let it go together with a state, or name the weight and write `W @ x`"));
            throw new Refused();
        }
        return width.getAsInt();
    }

    /** The site of a value called after a weight. */
    Site site(Expr expr, Weight weight) {
        return new Site(line(expr.span()), stem, weight.name().replace('.', '_'));
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
        Term term = new Term.Read(name, ValueType.vector(width), new Site(line(place), stem, stem + "_" + name));
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
        Term term = new Term.Trained(weight, type, new Site(line(place), stem, stem + "_" + name));
        values.put(name, new Typed(term, false, place, "weight `" + name + "`"));
        sizes.weight(name, type);
    }

    TypedCell.State state(String name, int size, StateStart start, Span place) {
        ValueType type = ValueType.vector(size);
        Term term = new Term.Previous(name, type, new Site(line(place), stem, stem + "_" + name + "_prev"));
        states.put(name, new Typed(term, true, place, "state `" + name + "`"));
        sizes.state(name, size);
        if (start instanceof StateStart.Given known) {
            given.put(name, fitting(name, type, known.value()));
        }
        if (start instanceof StateStart.Bridged bridged) {
            given.put(name, bridge(name, type, bridged.value()));
        }
        Optional<Weight> initial = start instanceof StateStart.Trained
                ? Optional.of(new Weight(weightNames.initial(name), List.of(size), false, Init.ZEROS, Kind.STATE))
                : Optional.empty();
        initial.ifPresent(weights::add);
        return new TypedCell.State(name, size, initial);
    }

    /** {@code tanh(x · W + b)}, of weights of its own. */
    private Term bridge(String name, ValueType state, Typed value) {
        String label = weightNames.own("bridge_" + name);
        List<Integer> shape = List.of(value.type().width(), state.width());
        Weight weight = new Weight(label + ".weights", shape, false, Init.GLOROT, Kind.INPUT);
        Weight bias = new Weight(label + ".bias", List.of(state.width()), false, Init.ZEROS, Kind.BIAS);
        weights.add(weight);
        weights.add(bias);
        Site site = new Site(line(value.from()), stem, label.replace('.', '_'));
        Term sum = new Term.Linear(List.of(weight), List.of(value.term()), Optional.of(bias), state, site.part("in"));
        return new Term.Apply(Fn.TANH, List.of(sum), state, site);
    }

    /** The value of the model that a state starts from: a row per example, as wide as the state. */
    private Term fitting(String name, ValueType state, Typed value) {
        if (!value.type().equals(state) || !value.rows()) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            value.from(),
                            "state `" + name + "` is " + state + ", but its first value is " + value.type())
                    .withHelp("give one row of " + state.width()
                            + " numbers per example, or put a layer in between: `bridge(…)`"));
        }
        return value.term();
    }

    /** Values of the model that states start from, by state. */
    Map<String, Term> given() {
        return given;
    }

    void infer(List<Statement.Binding> equations, Expr emit) {
        sizes.solve(equations, emit);
    }

    /** Types one equation; empty if a fault in it was reported. */
    Optional<Binding> equation(Statement.Binding equation) {
        String name = equation.name().text();
        weightNames.equation(name, equation.value());
        Optional<Typed> typed =
                faults.attempt(() -> fitted(name, equation.value(), typeAs(equation.value(), stem, stem + "_" + name)));
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
        return faults.attempt(() -> typeAs(emit, stem, stem + "_emit"));
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
        return name.equals("prev") ? Optional.of(previous(call)) : functions.called(call, name);
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

    @Override
    public Typed flow(Expr.Flow flow) {
        throw faults.notYet(flow.span(), "a flow inside a cell");
    }

    @Override
    public Typed repeat(Expr.Repeat repeat) {
        throw faults.notYet(repeat.span(), "`repeat` inside a cell");
    }
}
