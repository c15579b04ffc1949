package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Emit;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.State;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ast.TypeExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a cell's equations for known options, before anything is typed:
 *
 * <ul>
 *   <li>{@code when(option, a, b)} becomes {@code a} or {@code b};
 *   <li>{@code dropout} and {@code zoneout} of rate 0 become their values;
 *   <li>{@code linear(a, b, layer_norm = true)} becomes {@code layer_norm(linear(a, bias = false)) + layer_norm(linear(b, bias =
 *       false))};
 * </ul>
 *
 * What is left out makes no weights and is not typed; {@link CellTrimming} takes away what only served it. A cell without such calls stays as it is.
 */
final class CellFolding {
    private final Faults faults;
    private final Constants constants;
    private final Set<String> lost = new HashSet<>();

    /** For a cell whose options are {@code constants}. */
    CellFolding(Faults faults, Constants constants) {
        this.faults = faults;
        this.constants = constants;
    }

    /** Whether a part that is left out has read {@code name}. */
    boolean isLost(String name) {
        return lost.contains(name);
    }

    Decl.Cell fold(Decl.Cell cell) {
        List<Statement.Binding> step = cell.step().stream().map(this::equation).toList();
        Emit emit = new Emit(cell.emit().span(), expr(cell.emit().value()));
        List<State> states = cell.states().stream()
                .map(s -> new State(s.span(), s.doc(), s.name(), type(s.type()), expr(s.initial())))
                .toList();
        return new CellTrimming(states, lost).trim(cell, step, emit);
    }

    private Statement.Binding equation(Statement.Binding equation) {
        Expr value = expr(equation.value());
        return value == equation.value()
                ? equation
                : new Statement.Binding(equation.span(), equation.doc(), equation.name(), value);
    }

    private TypeExpr type(TypeExpr type) {
        List<TypeExpr.Dim> dims = type.dims().stream()
                .map(dim -> dim instanceof TypeExpr.Dim.Plain plain
                        ? new TypeExpr.Dim.Plain(plain.span(), expr(plain.value()))
                        : dim)
                .toList();
        return new TypeExpr(type.span(), type.kind(), type.of(), dims);
    }

    /** The expression without what is known; the very same one where there is nothing. */
    private Expr expr(Expr expr) {
        if (expr instanceof Expr.Negate negate) {
            Expr operand = expr(negate.operand());
            return operand == negate.operand() ? expr : new Expr.Negate(negate.span(), operand);
        }
        if (expr instanceof Expr.Binary binary) {
            Expr left = expr(binary.left());
            Expr right = expr(binary.right());
            boolean same = left == binary.left() && right == binary.right();
            return same ? expr : new Expr.Binary(binary.span(), binary.operator(), left, right);
        }
        return expr instanceof Expr.Call call ? call(call) : expr;
    }

    private Expr call(Expr.Call call) {
        String name = call.name().toString();
        if (name.equals("when")) {
            return chosen(call);
        }
        Optional<Expr> value = name.equals("zoneout") || name.equals("dropout") ? idle(call) : Optional.empty();
        if (value.isPresent()) {
            return value.get();
        }
        List<Expr.Argument> arguments = new ArrayList<>();
        boolean same = true;
        for (Expr.Argument argument : call.arguments()) {
            Expr folded = expr(argument.value());
            same &= folded == argument.value();
            arguments.add(new Expr.Argument(argument.span(), argument.name(), folded));
        }
        Expr.Call folded = same ? call : new Expr.Call(call.span(), call.name(), arguments);
        return name.equals("linear") ? normed(folded) : folded;
    }

    private Expr chosen(Expr.Call call) {
        if (call.arguments().size() != 3
                || call.arguments().stream().anyMatch(a -> a.name().isPresent())) {
            throw faults.refuse(
                    ARGUMENT_COUNT,
                    call.span(),
                    "`when` takes an option and two values",
                    "write `when(option, value if it is true, value if not)`");
        }
        Expr condition = call.arguments().get(0).value();
        boolean holds = constants
                .tryNumber(condition)
                .map(n -> n.value() != 0)
                .orElseGet(() -> constants.flag(condition, "the condition of `when`"));
        lose(call.arguments().get(holds ? 2 : 1).value());
        return expr(call.arguments().get(holds ? 1 : 2).value());
    }

    /** The value of {@code zoneout} or {@code dropout} that does nothing; empty if it does something or is not well formed. */
    private Optional<Expr> idle(Expr.Call call) {
        Optional<Expr> rate = argument(call, "rate");
        Optional<Known.Num> known = rate.flatMap(constants::tryNumber);
        if (known.isEmpty() || known.get().value() != 0) {
            return Optional.empty();
        }
        if (call.name().toString().equals("dropout")) {
            return call.arguments().get(0).name().isEmpty()
                    ? Optional.of(expr(call.arguments().get(0).value()))
                    : Optional.empty();
        }
        Optional<Expr> fresh = argument(call, "new");
        Optional<Expr> old = argument(call, "old");
        if (fresh.isEmpty() || old.isEmpty() || call.arguments().size() != 3) {
            return Optional.empty();
        }
        lose(old.get());
        return Optional.of(expr(fresh.get()));
    }

    private static Optional<Expr> argument(Expr.Call call, String name) {
        return call.arguments().stream()
                .filter(a -> a.name().filter(n -> n.text().equals(name)).isPresent())
                .map(Expr.Argument::value)
                .findFirst();
    }

    /** {@code linear} with its products normalised one by one; the bias of the first one starts as asked. */
    private Expr normed(Expr.Call linear) {
        Optional<Expr> option = argument(linear, "layer_norm");
        if (option.isEmpty()) {
            return linear;
        }
        boolean normed = constants.flag(option.get(), "`layer_norm` of linear");
        List<Expr.Argument> options = linear.arguments().stream()
                .filter(a ->
                        a.name().filter(n -> !n.text().equals("layer_norm")).isPresent())
                .toList();
        List<Expr.Argument> operands =
                linear.arguments().stream().filter(a -> a.name().isEmpty()).toList();
        if (!normed || operands.isEmpty()) {
            List<Expr.Argument> others = new ArrayList<>(operands);
            others.addAll(options);
            return new Expr.Call(linear.span(), linear.name(), others);
        }
        Expr sum = null;
        for (Expr.Argument operand : operands) {
            Expr norm = norm(linear, operand, options, sum == null);
            sum = sum == null ? norm : new Expr.Binary(linear.span(), Expr.Operator.ADD, sum, norm);
        }
        return sum;
    }

    private static Expr norm(Expr.Call linear, Expr.Argument operand, List<Expr.Argument> options, boolean first) {
        List<Expr.Argument> inner = new ArrayList<>(List.of(operand));
        List<Expr.Argument> outer = new ArrayList<>();
        for (Expr.Argument option : options) {
            if (!option.name().orElseThrow().text().equals("bias_init")) {
                inner.add(option);
            } else if (first) {
                outer.add(argument(linear, "shift_init", option.value()));
            }
        }
        inner.add(argument(linear, "bias", new Expr.Flag(linear.span(), false)));
        Expr.Call product = new Expr.Call(linear.span(), linear.name(), inner);
        outer.add(0, new Expr.Argument(linear.span(), Optional.empty(), product));
        return new Expr.Call(linear.span(), CellTrimming.single(linear, "layer_norm"), outer);
    }

    private static Expr.Argument argument(Expr.Call place, String name, Expr value) {
        return new Expr.Argument(place.span(), Optional.of(new Name(place.span(), name)), value);
    }

    private void lose(Expr expr) {
        CellTrimming.collect(expr, lost);
    }
}
