package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.CONSTANT_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_RANGE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Names bound to known values in one block, and the evaluation of expressions over them. Notes which names are read. */
final class Constants {
    /** The largest feature size, length or count: products of two stay far below the limits of an arena. */
    static final int LARGEST = 1_000_000;

    private final Faults faults;
    private final Map<String, Known> values = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> failed = new HashSet<>();

    Constants(Faults faults) {
        this.faults = faults;
    }

    void bind(String name, Known value) {
        failed.remove(name);
        values.put(name, value);
    }

    /** Takes a name whose value is at fault: reading it leaves the statement silently. */
    void fail(String name) {
        failed.add(name);
    }

    Optional<Known> get(String name) {
        if (failed.contains(name)) {
            throw new Refused();
        }
        used.add(name);
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name) {
        return values.containsKey(name) || failed.contains(name);
    }

    Set<String> names() {
        return new TreeSet<>(values.keySet());
    }

    boolean isUsed(String name) {
        return used.contains(name);
    }

    /** The number {@code expr} is, if it is made of numbers and names of numbers only. */
    Optional<Known.Num> tryNumber(Expr expr) {
        if (expr instanceof Expr.Num num) {
            return Optional.of(new Known.Num(num.value(), num.isWhole()));
        }
        if (expr instanceof Expr.Ref ref) {
            return get(ref.name().toString())
                    .filter(Known.Num.class::isInstance)
                    .map(Known.Num.class::cast);
        }
        if (expr instanceof Expr.Negate negate) {
            return tryNumber(negate.operand()).map(n -> new Known.Num(-n.value(), n.whole()));
        }
        if (expr instanceof Expr.Binary binary && binary.operator() != Expr.Operator.PRODUCT) {
            Optional<Known.Num> left = tryNumber(binary.left());
            Optional<Known.Num> right = tryNumber(binary.right());
            return left.flatMap(a -> right.map(b -> finite(binary, combine(binary.operator(), a, b))));
        }
        return Optional.empty();
    }

    /** The number {@code expr} is. */
    Known.Num number(Expr expr) {
        return tryNumber(expr).orElseThrow(() -> notConstant(expr));
    }

    /** The size or count {@code expr} is, from 1. */
    int size(Expr expr, String what) {
        return (int) whole(expr, what, 1, LARGEST);
    }

    /** The integer {@code expr} is, within bounds. */
    long whole(Expr expr, String what, long least, long most) {
        Known.Num number = number(expr);
        double value = number.value();
        if (!number.whole() || value != Math.rint(value)) {
            throw faults.refuse(SIZE_RANGE, expr.span(), what + " must be an integer, not " + shown(value));
        }
        if (value < least || value > most) {
            throw faults.refuse(
                    SIZE_RANGE,
                    expr.span(),
                    what + " must be between " + least + " and " + most + ", not " + shown(value));
        }
        return (long) value;
    }

    /** The number {@code expr} is, within bounds; {@code range} says them to the user. */
    double within(Expr expr, String what, double least, double most, boolean open, String range) {
        double value = number(expr).value();
        if (value < least || value > most || (open && (value == least || value == most))) {
            throw faults.refuse(OPTION_VALUE, expr.span(), what + " must be " + range + ", not " + shown(value));
        }
        return value;
    }

    /** The number {@code expr} is, from 0 to below 1. */
    double fromZero(Expr expr, String what) {
        double value = number(expr).value();
        if (value < 0 || value >= 1) {
            throw faults.refuse(OPTION_VALUE, expr.span(), what + " must be from 0 to below 1, not " + shown(value));
        }
        return value;
    }

    /** The value of an option of {@code kind}: int, float, function, init, start or flag. */
    Known option(String kind, Expr expr, String what) {
        if (expr instanceof Expr.Ref ref && ref.name().isSingle()) {
            Optional<Known> bound = get(ref.name().toString());
            if (bound.isPresent() && !(bound.get() instanceof Known.Num)) {
                return require(kind, bound.get(), expr.span(), what);
            }
        }
        return switch (kind) {
            case "int" -> new Known.Num(whole(expr, what, -LARGEST, LARGEST), true);
            case "float" -> new Known.Num(number(expr).value(), false);
            case "function" -> new Known.Function(function(expr, what));
            case "init" -> new Known.InitOf(init(expr, what));
            case "start" -> start(expr, what);
            case "flag" -> new Known.Flag(flag(expr, what));
            default -> throw new CompilerBug("types", "no parameter has the kind " + kind);
        };
    }

    /** A function of one number by name. */
    Fn function(Expr expr, String what) {
        Optional<String> name = singleName(expr);
        if (name.isPresent() && get(name.get()).orElse(null) instanceof Known.Function known) {
            return known.fn();
        }
        Optional<Fn> fn = name.flatMap(Vocabulary::elementwise);
        return fn.orElseThrow(() -> choice(expr, what, new ArrayList<>(Vocabulary.elementwiseNames())));
    }

    /** How a weight starts: by name, or a number that every element starts as. */
    Init init(Expr expr, String what) {
        Optional<Known.Num> number = tryNumber(expr);
        if (number.isPresent()) {
            return Init.constant(number.get().value());
        }
        Optional<String> name = singleName(expr);
        if (name.isPresent() && get(name.get()).orElse(null) instanceof Known.InitOf known) {
            return known.init();
        }
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Init> named : Init.named().entrySet()) {
            String word = named.getKey().toLowerCase(Locale.ROOT);
            if (name.filter(word::equals).isPresent()) {
                return named.getValue();
            }
            names.add(word);
        }
        throw choice(expr, what, names);
    }

    /** How states start: a word for all, or a record with a word for some. */
    Known.Start start(Expr expr, String what) {
        Optional<String> name = singleName(expr);
        if (name.isPresent() && get(name.get()).orElse(null) instanceof Known.Start known) {
            return known;
        }
        return Known.Start.of(
                name.flatMap(StateStart::ofWord).orElseThrow(() -> choice(expr, what, List.of("zeros", "trained"))));
    }

    /** {@code true} or {@code false}. */
    boolean flag(Expr expr, String what) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        Optional<String> name = singleName(expr);
        if (name.isPresent() && get(name.get()).orElse(null) instanceof Known.Flag known) {
            return known.value();
        }
        throw faults.refuse(OPTION_VALUE, expr.span(), what + " is `true` or `false`");
    }

    /** A probability, from 0 to below 1. */
    double probability(Expr expr, String what) {
        double value = number(expr).value();
        if (value < 0 || value >= 1) {
            throw faults.refuse(
                    OPTION_VALUE, expr.span(), what + " is a probability from 0 to below 1, not " + shown(value));
        }
        return value;
    }

    /** One of a few words. */
    String word(Expr expr, String what, List<String> words) {
        return singleName(expr).filter(words::contains).orElseThrow(() -> choice(expr, what, words));
    }

    private Refused choice(Expr expr, String what, List<String> words) {
        return faults.unknown(
                OPTION_VALUE,
                expr.span(),
                what + " cannot be `" + shortened(expr.span().text()) + "`",
                expr.span().text(),
                words);
    }

    private Known require(String kind, Known known, Span span, String what) {
        boolean fits = (kind.equals("function") && known instanceof Known.Function)
                || (kind.equals("init") && known instanceof Known.InitOf)
                || (kind.equals("start") && known instanceof Known.Start)
                || (kind.equals("flag") && known instanceof Known.Flag);
        if (!fits) {
            throw faults.refuse(OPTION_VALUE, span, what + " cannot be `" + span.text() + "`: it is no " + kind);
        }
        return known;
    }

    private Known.Num finite(Expr.Binary binary, Known.Num result) {
        if (!Double.isFinite(result.value())) {
            throw faults.refuse(
                    OPTION_VALUE, binary.span(), "`" + shortened(binary.span().text()) + "` has no finite value");
        }
        return result;
    }

    private static Known.Num combine(Expr.Operator operator, Known.Num a, Known.Num b) {
        boolean whole = a.whole() && b.whole();
        double value =
                switch (operator) {
                    case ADD -> a.value() + b.value();
                    case SUBTRACT -> a.value() - b.value();
                    case MULTIPLY -> a.value() * b.value();
                    case DIVIDE -> a.value() / b.value();
                    case PRODUCT -> Double.NaN;
                };
        return new Known.Num(value, whole && value == Math.rint(value));
    }

    private Refused notConstant(Expr expr) {
        Optional<String> name =
                expr instanceof Expr.Ref ref && ref.name().last().text().equals("size")
                        ? Optional.of(ref.name().toString())
                        : singleName(expr);
        if (name.isPresent() && !has(name.get())) {
            return faults.unknown(
                    NAME_UNKNOWN,
                    expr.span(),
                    "there is no number called `" + name.get() + "` here",
                    name.get(),
                    names());
        }
        return faults.refuse(
                CONSTANT_NEEDED,
                expr.span(),
                "`" + shortened(expr.span().text()) + "` is not a number known to the compiler",
                "write a number, a hyper-parameter or arithmetic on them");
    }

    private static Optional<String> singleName(Expr expr) {
        return expr instanceof Expr.Ref ref && ref.name().isSingle()
                ? Optional.of(ref.name().toString())
                : Optional.empty();
    }

    /** A number as a user would write it. */
    static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Text for a message: one line, not too long. */
    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 40 ? line : line.substring(0, 37) + "...";
    }
}
