package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.ScalarInterpreter;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Types the expressions that models and cells have in common: numbers, arithmetic and functions. */
abstract class TermTyping implements Expr.Cases<Typed> {
    final Faults faults;
    final Constants constants;
    private final TermRules rules;
    private final ToIntFunction<Span> lines;
    private Site base = new Site(0, "", "value");
    private Site here = base;

    /**
     * A typing of expressions over {@code constants}.
     *
     * @param lines the line to blame for a place
     */
    TermTyping(Faults faults, Constants constants, ToIntFunction<Span> lines) {
        this(faults, constants, lines, new TermRules(faults));
    }

    TermTyping(Faults faults, Constants constants, ToIntFunction<Span> lines, TermRules rules) {
        this.faults = faults;
        this.constants = constants;
        this.rules = rules;
        this.lines = lines;
    }

    /** What a name that is no number means. */
    abstract Typed named(Expr.Ref ref);

    /** A call of something that is no function of numbers; empty if there is no such thing. */
    abstract Optional<Typed> called(Expr.Call call, String name);

    /** Names a user may have meant. */
    abstract List<String> known();

    /** Types the right side of an equation; parts of the value are called after {@code name}. */
    Typed typeAs(Expr expr, String layer, String name) {
        base = new Site(line(expr.span()), layer, name);
        here = base;
        Typed typed = expr.match(this);
        rules.requireNoMatrix(expr, typed);
        return typed;
    }

    int line(Span span) {
        return lines.applyAsInt(span);
    }

    /** The site of the expression being typed. */
    Site site(Expr expr) {
        return new Site(line(expr.span()), here.layer(), here.name());
    }

    /** Types a part of the expression being typed. */
    Typed part(Expr expr) {
        Site outer = here;
        here = base.part(word(expr));
        Typed typed = expr.match(this);
        here = outer;
        return typed;
    }

    @Override
    public Typed num(Expr.Num num) {
        return number(num, num.value());
    }

    private Typed number(Expr expr, double value) {
        return new Typed(new Term.Literal(value, site(expr)), false, expr.span(), "this number");
    }

    @Override
    public Typed ref(Expr.Ref ref) {
        Optional<Known> known = constants.get(ref.name().toString());
        if (known.isPresent() && known.get() instanceof Known.Num num) {
            return number(ref, num.value());
        }
        if (known.isPresent()) {
            throw faults.refuse(VALUE_NEEDED, ref.span(), "`" + ref.name() + "` is an option, not a value");
        }
        return named(ref);
    }

    @Override
    public Typed negate(Expr.Negate negate) {
        Optional<Known.Num> known = constants.tryNumber(negate);
        return known.isPresent()
                ? number(negate, known.get().value())
                : apply(negate, Fn.NEG, List.of(part(negate.operand())));
    }

    @Override
    public Typed binary(Expr.Binary binary) {
        Optional<Known.Num> known = constants.tryNumber(binary);
        if (known.isPresent()) {
            return number(binary, known.get().value());
        }
        List<Typed> sides = List.of(part(binary.left()), part(binary.right()));
        return switch (binary.operator()) {
            case ADD -> apply(binary, Fn.ADD, sides);
            case SUBTRACT -> apply(binary, Fn.SUB, sides);
            case MULTIPLY -> apply(binary, Fn.MUL, sides);
            case DIVIDE -> apply(binary, Fn.DIV, sides);
            case PRODUCT -> product(binary, sides.get(0), sides.get(1));
        };
    }

    @Override
    public Typed call(Expr.Call call) {
        String name = call.name().toString();
        Optional<Fn> fn = Vocabulary.elementwise(name);
        if (constants.has(name) && constants.get(name).orElseThrow() instanceof Known.Function known) {
            fn = Optional.of(known.fn());
        }
        if (fn.isPresent()) {
            Typed operand = part(Arguments.of(faults, call, "x").need("x"));
            return operand.term() instanceof Term.Literal literal
                    ? number(call, ScalarInterpreter.apply(fn.get(), literal.value()))
                    : apply(call, fn.get(), List.of(operand));
        }
        if (Vocabulary.isFutureFunction(name) || Vocabulary.isFutureLayer(name)) {
            throw faults.notYet(call.name().span(), "`" + name + "`");
        }
        return switch (name) {
            case "clip" -> clip(call);
            case "concat" -> concat(call);
            case "dot" -> dot(call);
            case "softmax", "log_softmax" ->
                overFeatures(call, name, part(Arguments.of(faults, call, "x").need("x")));
            default -> calledByName(call, name);
        };
    }

    /** {@code softmax} or {@code log_softmax} of a row. */
    Typed overFeatures(Expr expr, String name, Typed value) {
        requireRow(value, expr.span());
        Embeddings.requireNumbers(faults, value, "`" + name + "`", expr.span());
        Term term = new Term.Softmax(value.term(), name.equals("log_softmax"), value.type(), site(expr));
        return new Typed(term, true, expr.span(), "`" + name + "`");
    }

    private Typed calledByName(Expr.Call call, String name) {
        return called(call, name)
                .orElseThrow(() -> faults.unknown(
                        NAME_UNKNOWN,
                        call.name().span(),
                        "there is no `" + name + "` that could be called here",
                        name,
                        known()));
    }

    private Typed clip(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "x", "least", "most");
        Typed value = part(arguments.need("x"));
        Typed least = part(arguments.need("least"));
        Typed most = part(arguments.need("most"));
        if (least.term() instanceof Term.Literal low
                && most.term() instanceof Term.Literal high
                && low.value() >= high.value()) {
            throw faults.refuse(
                    OPTION_VALUE,
                    call.span(),
                    "clip to nothing: " + Constants.shown(low.value()) + " is not below "
                            + Constants.shown(high.value()));
        }
        Typed raised = apply(call, Fn.MAX, List.of(value, least));
        return apply(call, Fn.MIN, List.of(raised, most));
    }

    private Typed concat(Expr.Call call) {
        List<Typed> parts = new ArrayList<>();
        for (Expr.Argument argument : call.arguments()) {
            argument.name().ifPresent(n -> {
                throw faults.refuse(ARGUMENT_COUNT, argument.span(), "concat takes values without names");
            });
            Typed typed = part(argument.value());
            requireRow(typed, argument.span());
            Embeddings.requireNumbers(faults, typed, "concat", argument.span());
            parts.add(typed);
        }
        if (parts.size() < 2) {
            throw faults.refuse(ARGUMENT_COUNT, call.span(), "concat joins at least two values");
        }
        ValueType type = parts.stream()
                .map(Typed::type)
                .filter(ValueType::isSequence)
                .findFirst()
                .orElse(parts.get(0).type());
        int width = 0;
        for (int i = 0; i < parts.size(); i++) {
            rules.requireSameAxes(call.arguments().get(i).span(), parts.get(0), parts.get(i));
            width += parts.get(i).type().width();
        }
        Term term = new Term.Concat(parts.stream().map(Typed::term).toList(), type.withWidth(width), site(call));
        return new Typed(term, true, call.span(), "`concat`");
    }

    private Typed dot(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "a", "b");
        Typed left = part(arguments.need("a"));
        Typed right = part(arguments.need("b"));
        List.of(left, right).forEach(v -> Embeddings.requireNumbers(faults, v, "dot", call.span()));
        ValueType joined = rules.joined(call, left, right);
        if (joined.isScalar()
                || left.type().sizes().isEmpty()
                || right.type().sizes().isEmpty()) {
            throw faults.refuse(
                    SIZE_MISMATCH, call.span(), "dot needs two vectors, not " + left.type() + " and " + right.type());
        }
        ValueType type = new ValueType(joined.element(), joined.axes(), List.of());
        Term term = new Term.Dot(left.term(), right.term(), type, site(call));
        return new Typed(term, left.rows() || right.rows(), call.span(), "`dot`");
    }

    /** {@code fn} element by element. */
    Typed apply(Expr expr, Fn fn, List<Typed> arguments) {
        ValueType type = arguments.get(0).type();
        arguments.forEach(a -> Embeddings.requireNumbers(faults, a, "this", expr.span()));
        rules.requireNoMatrix(expr, arguments.get(0));
        boolean rows = arguments.get(0).rows();
        Typed widest = arguments.get(0);
        for (Typed argument : arguments.subList(1, arguments.size())) {
            rules.requireNoMatrix(expr, argument);
            type = rules.joined(expr, widest, argument);
            rows |= argument.rows();
            widest = new Typed(widest.term(), rows, widest.from(), widest.maker());
        }
        Term term = new Term.Apply(fn, arguments.stream().map(Typed::term).toList(), type, site(expr));
        return new Typed(term, rows, expr.span(), "this");
    }

    /** A value with rows, not a weight and not a number. */
    void requireRow(Typed typed, Span span) {
        rules.requireRow(typed, span);
    }

    private Typed product(Expr.Binary binary, Typed left, Typed right) {
        if (!(left.term() instanceof Term.Trained trained)
                || left.type().sizes().size() != 2) {
            throw faults.refuse(
                    SIZE_MISMATCH,
                    binary.left().span(),
                    "`@` needs a matrix of weights on its left, not " + left.type(),
                    "element by element is `*`");
        }
        requireRow(right, binary.right().span());
        int columns = left.type().sizes().get(1);
        if (right.type().width() != columns || right.type().sizes().size() != 1) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            binary.span(),
                            "the product of " + left.type() + " and " + right.type() + " does not exist")
                    .withLabel("needs float[" + columns + "] on the right")
                    .withNote(left.from(), left.maker() + " is " + left.type())
                    .withNote(right.from(), right.maker() + " is " + right.type()));
        }
        ValueType type = right.type().withWidth(left.type().sizes().get(0));
        return new Typed(
                new Term.Product(trained.weight(), right.term(), type, site(binary)),
                true,
                binary.span(),
                "this product");
    }

    @Override
    public Typed text(Expr.Text text) {
        throw noValue(text, "a text");
    }

    @Override
    public Typed flag(Expr.Flag flag) {
        throw noValue(flag, "a flag");
    }

    @Override
    public Typed recordOf(Expr.RecordOf record) {
        throw noValue(record, "a record");
    }

    @Override
    public Typed listOf(Expr.ListOf list) {
        throw noValue(list, "a list");
    }

    @Override
    public Typed index(Expr.Index index) {
        throw faults.notYet(index.span(), "a position of an axis, `name[position]`,");
    }

    private Refused noValue(Expr expr, String what) {
        return faults.refuse(VALUE_NEEDED, expr.span(), "a value is needed here, not " + what);
    }

    /** A short word for the value of an expression, for names in generated code. */
    private static String word(Expr expr) {
        if (expr instanceof Expr.Call call) {
            return call.name().toString().equals("linear")
                    ? "in"
                    : call.name().last().text().toLowerCase(Locale.ROOT);
        }
        if (expr instanceof Expr.Binary binary) {
            return switch (binary.operator()) {
                case ADD -> "sum";
                case SUBTRACT -> "diff";
                case MULTIPLY -> "mul";
                case DIVIDE -> "ratio";
                case PRODUCT -> "product";
            };
        }
        return expr instanceof Expr.Negate ? "minus" : "part";
    }
}
