package dev.unroll.compiler.lower;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Site;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedCell;
import dev.unroll.compiler.types.TypedDecoder;
import dev.unroll.compiler.types.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers expressions into one block. In training mode dropout and zoneout draw masks, one stream each; outside it dropout
 * is the identity and zoneout the expectation.
 */
final class TermLowering implements Term.Cases<Value> {
    private final IrBuilder builder;
    private final String file;
    private final Map<String, Value> weights;
    private final Map<String, Value> names;
    private final Masks masks;
    private final Map<String, Value> previous;
    private final Map<Value, Value> logits = new HashMap<>();
    private Surroundings surroundings = Surroundings.NONE;
    private CarriedStates carried = CarriedStates.none();
    private final Map<String, CellLowering.Run> runs = new HashMap<>();

    TermLowering(
            IrBuilder builder, String file, Map<String, Value> weights, Map<String, Value> inputs, boolean training) {
        this(builder, file, weights, inputs, Map.of(), training ? Masks.drawing() : Masks.none());
    }

    private TermLowering(
            IrBuilder builder,
            String file,
            Map<String, Value> weights,
            Map<String, Value> names,
            Map<String, Value> previous,
            Masks masks) {
        this.builder = builder;
        this.file = file;
        this.weights = weights;
        this.names = new HashMap<>(names);
        this.previous = previous;
        this.masks = masks;
    }

    /** Runs of recurrent layers begin with these states and leave theirs there. */
    void carry(CarriedStates states) {
        carried = states;
    }

    /** Where it looks for what it does not know itself. */
    TermLowering within(Surroundings others) {
        surroundings = others;
        return this;
    }

    IrBuilder builder() {
        return builder;
    }

    /** Gives a name to a value. */
    void name(String name, Value value) {
        names.put(name, value);
    }

    /** A lowering of a decoder's step; it reads the masks drawn outside, or none. */
    TermLowering ofStep(IrBuilder inner, Map<String, Value> rows, Map<String, Value> states, Masks drawn) {
        return new TermLowering(inner, file, weights, rows, states, drawn);
    }

    /** A lowering of one step of a cell, inside a scan; it reads the masks drawn outside. */
    TermLowering inside(
            IrBuilder inner, Map<String, Value> rows, Map<String, Value> states, IdentityHashMap<Term, Value> drawn) {
        return new TermLowering(inner, file, weights, rows, states, masks.inside(drawn));
    }

    void bind(Binding binding) {
        if (binding.value() instanceof Term.Recur recur) {
            CellLowering.Run run = run(recur);
            runs.put(binding.name(), run);
            names.put(binding.name(), run.rows());
            return;
        }
        names.put(binding.name(), lower(binding.value()));
    }

    /** Binds a name to a value of {@code type}; null leaves the type as it is. */
    void bind(Binding binding, Type type) {
        bind(binding);
        if (type != null) {
            names.put(binding.name(), as(bound(binding.name()), type));
        }
    }

    Value bound(String name) {
        Value value = names.get(name);
        return value == null ? surroundings.outer(name) : value;
    }

    /** What a softmax or sigmoid has made {@code probabilities} of. */
    Value logits(Value probabilities) {
        Value operand = logits.get(probabilities);
        if (operand == null) {
            throw new CompilerBug("lower", probabilities + " is given by no softmax or sigmoid");
        }
        return operand;
    }

    Value weight(Weight weight) {
        return weights.get(weight.name());
    }

    Value lower(Term term) {
        Optional<Value> known = surroundings.known(term);
        return known.isPresent() ? known.get() : term.match(this);
    }

    IrBuilder at(Site site) {
        return builder.origin(new Origin(file, site.line(), site.layer()));
    }

    /** {@code value} spread over {@code type}, if it is narrower or the same for all rows. */
    Value as(Value value, Type type) {
        if (value.type().equals(type)) {
            return value;
        }
        boolean oneFeature = value.type().equals(Type.vector(1)) && type.width() > 1;
        Value rows = oneFeature ? builder.broadcast(value.name(), value, type.withWidth(1)) : value;
        return builder.broadcast(value.name(), rows, type);
    }

    /**
     * Operands of one operation: where one has the positions that a reader attends to, the reader's rows are spread over its
     * positions; likewise rows of examples over the steps of another.
     */
    private List<Value> together(List<Value> operands) {
        Optional<Extent> widest = operands.stream()
                .map(value -> value.type().extent())
                .filter(extent -> extent.isAttended() || extent.kind() == Extent.Kind.TOKENS)
                .findFirst();
        if (widest.isEmpty()) {
            return operands;
        }
        return operands.stream()
                .map(value -> value.type().extent().isFixed()
                                || value.type().extent().equals(widest.get())
                        ? value
                        : builder.broadcast(value.name(), value, value.type().withExtent(widest.get())))
                .toList();
    }

    @Override
    public Value literal(Term.Literal term) {
        return at(term.site()).constant(term.site().name(), Type.SCALAR, term.value());
    }

    @Override
    public Value read(Term.Read term) {
        return bound(term.name());
    }

    @Override
    public Value previous(Term.Previous term) {
        return previous.get(term.state());
    }

    @Override
    public Value trained(Term.Trained term) {
        return weight(term.weight());
    }

    @Override
    public Value apply(Term.Apply term) {
        List<Scalar.Ref> refs = new ArrayList<>();
        List<Value> operands = new ArrayList<>();
        for (Term argument : term.arguments()) {
            if (argument instanceof Term.Literal number) {
                refs.add(new Scalar.Const(number.value()));
            } else {
                Value operand = lower(argument);
                int known = operands.indexOf(operand);
                refs.add(new Scalar.Arg(known < 0 ? operands.size() : known));
                if (known < 0) {
                    operands.add(operand);
                }
            }
        }
        Scalar scalar = Scalar.of(term.site().name(), term.fn(), refs.toArray(new Scalar.Ref[0]));
        IrBuilder here = at(term.site());
        Value result =
                here.pointwise(term.site().name(), scalar, together(operands).toArray(new Value[0]));
        if (term.fn() == Fn.SIGMOID && operands.size() == 1) {
            logits.put(result, operands.get(0));
        }
        return result;
    }

    @Override
    public Value product(Term.Product term) {
        Value operand = lower(term.operand());
        return at(term.site()).matMul(term.site().name(), operand, weight(term.weight()));
    }

    /** A chain of products: each takes the sum so far as its addend, the first one the bias. */
    @Override
    public Value linear(Term.Linear term) {
        List<Value> operands = term.operands().stream().map(this::lower).toList();
        Value sum = term.bias().map(this::weight).orElse(null);
        for (int i = 0; i < operands.size(); i++) {
            Weight weight = term.weights().get(i);
            boolean complete = i == operands.size() - 1;
            String name = complete ? term.site().name() : weight.name().replace('.', '_');
            IrBuilder here = at(term.site());
            sum = sum == null
                    ? here.matMul(name, operands.get(i), weight(weight))
                    : here.matMul(name, operands.get(i), weight(weight), sum);
        }
        return sum;
    }

    @Override
    public Value dot(Term.Dot term) {
        List<Value> sides = List.of(lower(term.left()), lower(term.right()));
        IrBuilder here = at(term.site());
        Value product = here.pointwise(
                term.site().part("mul").name(), Fn.MUL, together(sides).toArray(new Value[0]));
        return builder.sumFeatures(term.site().name(), product);
    }

    @Override
    public Value layerNorm(Term.LayerNorm term) {
        Value x = lower(term.operand());
        Site site = term.site();
        double share = 1.0 / term.type().width();
        IrBuilder here = at(site);
        Value mean = here.pointwise(
                site.part("mean").name(),
                Fn.MUL,
                here.sumFeatures(site.part("total").name(), x),
                share);
        Value centred = here.pointwise(site.part("centred").name(), Fn.SUB, x, mean);
        Value squared = square(here, site.part("squared").name(), centred);
        Value squares = here.sumFeatures(site.part("squares").name(), squared);
        Value variance = here.pointwise(site.part("variance").name(), Fn.MUL, squares, share);
        Value padded = here.pointwise(site.part("padded").name(), Fn.ADD, variance, term.epsilon());
        Value deviation = here.pointwise(site.part("deviation").name(), Fn.SQRT, padded);
        Value normal = here.pointwise(site.part("normal").name(), Fn.DIV, centred, deviation);
        Value scaled = here.pointwise(site.part("scaled").name(), Fn.MUL, normal, weight(term.gain()));
        return here.pointwise(site.name(), Fn.ADD, scaled, weight(term.shift()));
    }

    static Value square(IrBuilder builder, String name, Value value) {
        return builder.pointwise(name, Scalar.of(name, Fn.MUL, new Scalar.Arg(0), new Scalar.Arg(0)), value);
    }

    @Override
    public Value zoneout(Term.Zoneout term) {
        Value fresh = lower(term.fresh());
        Value old = lower(term.old());
        String name = term.site().name();
        IrBuilder here = at(term.site());
        if (masks.drawn()) {
            Value keep = masks.of(term, here, fresh.type());
            Value kept = here.pointwise(name + "_new", Fn.MUL, keep, fresh);
            Scalar inverse = Scalar.of(name + "_hold", Fn.SUB, new Scalar.Const(1), new Scalar.Arg(0));
            Value held = here.pointwise(name + "_old", Fn.MUL, here.pointwise(name + "_hold", inverse, keep), old);
            return here.pointwise(name, Fn.ADD, kept, held);
        }
        Value kept = here.pointwise(name + "_new", Fn.MUL, fresh, 1 - term.rate());
        Value held = here.pointwise(name + "_old", Fn.MUL, old, term.rate());
        return here.pointwise(name, Fn.ADD, kept, held);
    }

    @Override
    public Value dropout(Term.Dropout term) {
        Value operand = lower(term.operand());
        if (!masks.drawn() || term.rate() == 0) {
            return operand;
        }
        IrBuilder here = at(term.site());
        return here.pointwise(term.site().name(), Fn.MUL, operand, masks.of(term, here, operand.type()));
    }

    @Override
    public Value concat(Term.Concat term) {
        List<Value> operands =
                together(term.operands().stream().map(this::lower).toList());
        Extent rows = operands.stream()
                .map(v -> v.type().extent())
                .filter(e -> !e.isFixed())
                .findFirst()
                .orElse(Extent.FIXED);
        IrBuilder here = at(term.site());
        List<Value> spread = operands.stream()
                .map(v -> as(v, new Type(rows, List.of(v.type().width()))))
                .toList();
        return here.concat(term.site().name(), spread);
    }

    @Override
    public Value last(Term.Last term) {
        Value operand = lower(term.operand());
        return at(term.site()).last(term.site().name(), operand);
    }

    @Override
    public Value lookup(Term.Lookup term) {
        Value ids = lower(term.operand());
        return at(term.site()).gather(term.site().name(), weight(term.weight()), ids);
    }

    @Override
    public Value reduce(Term.Reduce term) {
        Value rows = lower(term.operand());
        if (rows.type().extent().isAttended()) {
            return at(term.site()).sumSpans(term.site().name(), rows);
        }
        Value operand = as(rows, Lower.typeOf(term.operand().type()));
        return new Reductions(at(term.site()), term.site().name()).reduce(term.reduction(), operand);
    }

    /** Shifts by one, as often as needed: each hands in a row of zeros. */
    @Override
    public Value shift(Term.Shift term) {
        Value shifted = as(lower(term.operand()), Lower.typeOf(term.operand().type()));
        IrBuilder here = at(term.site());
        Value zeros = here.constant(
                term.site().part("zeros").name(), Type.batch(term.type().width()), 0);
        for (int i = 0; i < Math.abs(term.by()); i++) {
            shifted = here.shift(term.site().name(), shifted, zeros, term.by() < 0);
        }
        return shifted;
    }

    @Override
    public Value reverse(Term.Reverse term) {
        Value operand = as(lower(term.operand()), Lower.typeOf(term.operand().type()));
        return at(term.site()).reverse(term.site().name(), operand);
    }

    @Override
    public Value softmax(Term.Softmax term) {
        Value operand = lower(term.operand());
        IrBuilder here = at(term.site());
        Value result = term.log()
                ? here.logSoftmax(term.site().name(), operand)
                : here.softmax(term.site().name(), operand);
        logits.put(result, operand);
        return result;
    }

    @Override
    public Value softmaxSteps(Term.SoftmaxSteps term) {
        Value rows = lower(term.operand());
        if (rows.type().extent().isAttended()) {
            return at(term.site()).softmaxSpans(term.site().name(), rows);
        }
        Value operand = as(rows, Lower.typeOf(term.operand().type()));
        return at(term.site()).softmaxSteps(term.site().name(), operand);
    }

    @Override
    public Value transposed(Term.Transposed term) {
        Value operand = lower(term.operand());
        IrBuilder here = at(term.site());
        String name = term.site().name();
        return term.bias()
                .map(bias -> here.matMulTransposeB(name, operand, weight(term.weight()), weight(bias)))
                .orElseGet(() -> here.matMulTransposeB(name, operand, weight(term.weight())));
    }

    @Override
    public Value recur(Term.Recur term) {
        return run(term).rows();
    }

    private CellLowering.Run run(Term.Recur term) {
        Value operand = as(lower(term.operand()), Lower.typeOf(term.operand().type()));
        return new CellLowering(this, at(term.site()), term, masks, carried).run(operand);
    }

    @Override
    public Value finalState(Term.FinalState term) {
        CellLowering.Run run = runs.get(term.run());
        if (run == null) {
            throw new CompilerBug("lower", "nothing has run as " + term.run());
        }
        return run.states().get(term.state());
    }

    @Override
    public Value slice(Term.Slice term) {
        Value operand = lower(term.operand());
        return at(term.site()).slice(term.site().name(), operand, term.from(), term.to());
    }

    @Override
    public Value keys(Term.Keys term) {
        return surroundings.keys(term.operand()).orElseGet(() -> lower(term.operand()));
    }

    /** The equations of the cell in place; the states after it get the names {@code run.state}. */
    @Override
    public Value cellStep(Term.CellStep term) {
        TypedCell cell = term.cell();
        Value row = lower(term.operand());
        Map<String, Value> before = new HashMap<>();
        Map<String, Type> types = new HashMap<>();
        for (TypedCell.State state : cell.states()) {
            before.put(state.name(), previous.get(TypedDecoder.stateName(term.run(), state.name())));
            types.put(state.name(), row.type().withWidth(state.size()));
        }
        TermLowering body = new TermLowering(at(term.site()), file, weights, Map.of(cell.input(), row), before, masks);
        cell.equations().forEach(equation -> body.bind(equation, types.get(equation.name())));
        Value emitted = body.as(
                body.lower(cell.emit()), row.type().withWidth(term.type().width()));
        for (TypedCell.State state : cell.states()) {
            names.put(TypedDecoder.stateName(term.run(), state.name()), body.bound(state.name()));
        }
        return emitted;
    }

    @Override
    public Value decode(Term.Decode term) {
        DecoderLowering decoder = new DecoderLowering(this, term.decoder(), masks);
        Value emitted = decoder.run();
        logits.put(emitted, decoder.logits());
        return emitted;
    }
}
