package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds out how wide each {@code linear(...)} of a cell is: what goes together element by element has one width, and a
 * state's is declared. Reports nothing; expressions that do not fit are found by {@link TermTyping} afterwards.
 *
 * <p>Widths are variables united by union-find. A null width means a single number, which goes with any.
 */
final class SizeInference implements Expr.Cases<SizeInference.Width> {
    /** A width, known or to be found; united widths share one root. */
    static final class Width {
        private Width parent;
        private int size;

        private Width root() {
            Width root = this;
            while (root.parent != null) {
                root = root.parent;
            }
            return root;
        }

        private static Width of(int size) {
            Width width = new Width();
            width.size = size;
            return width;
        }
    }

    private final Map<String, Width> names = new HashMap<>();
    private final Map<String, Width> states = new HashMap<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final IdentityHashMap<Expr, Width> linears = new IdentityHashMap<>();

    void input(String name, int width) {
        names.put(name, Width.of(width));
    }

    void state(String name, int width) {
        states.put(name, Width.of(width));
    }

    /** A weight: a vector goes by its width, a matrix by what {@code @} makes of it. */
    void weight(String name, ValueType type) {
        if (type.sizes().size() == 2) {
            rows.put(name, type.sizes().get(0));
        } else if (type.sizes().size() == 1) {
            names.put(name, Width.of(type.width()));
        }
    }

    /** Runs through the equations twice, as the first round may find what an earlier equation lacked. */
    void solve(List<Statement.Binding> equations, Expr emit) {
        for (int round = 0; round < 2; round++) {
            for (Statement.Binding equation : equations) {
                Width width = equation.value().match(this);
                Width state = states.get(equation.name().text());
                unite(width, state);
                names.put(equation.name().text(), state == null ? width : state);
            }
            emit.match(this);
        }
    }

    /** The width of one {@code linear(...)}, if something determines it. */
    OptionalInt widthOf(Expr.Call linear) {
        Width width = linears.get(linear);
        return width == null || width.root().size == 0 ? OptionalInt.empty() : OptionalInt.of(width.root().size);
    }

    private static Width unite(Width a, Width b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        Width left = a.root();
        Width right = b.root();
        if (left == right) {
            return left;
        }
        if (left.size != 0 && right.size != 0) {
            return left;
        }
        Width root = left.size == 0 ? right : left;
        Width child = root == left ? right : left;
        child.parent = root;
        return root;
    }

    @Override
    public Width call(Expr.Call call) {
        String name = call.name().toString();
        if (name.equals("prev") && call.arguments().size() == 1) {
            return states.get(call.arguments().get(0).value().span().text());
        }
        if (name.equals("linear")) {
            call.arguments().stream().filter(a -> a.name().isEmpty()).forEach(a -> a.value()
                    .match(this));
            return linears.computeIfAbsent(call, key -> new Width());
        }
        if (name.equals("concat")) {
            return concatenated(call);
        }
        Width width = null;
        for (Expr.Argument argument : call.arguments()) {
            width = unite(width, argument.value().match(this));
        }
        return name.equals("dot") ? null : width;
    }

    private Width concatenated(Expr.Call call) {
        int size = 0;
        boolean complete = true;
        for (Expr.Argument argument : call.arguments()) {
            Width part = argument.value().match(this);
            complete &= part != null && part.root().size != 0;
            size += part == null ? 1 : part.root().size;
        }
        return complete ? Width.of(size) : new Width();
    }

    @Override
    public Width binary(Expr.Binary binary) {
        if (binary.operator() == Expr.Operator.PRODUCT) {
            binary.right().match(this);
            Integer size = rows.get(binary.left().span().text());
            return size == null ? new Width() : Width.of(size);
        }
        return unite(binary.left().match(this), binary.right().match(this));
    }

    @Override
    public Width ref(Expr.Ref ref) {
        return names.get(ref.name().toString());
    }

    @Override
    public Width negate(Expr.Negate negate) {
        return negate.operand().match(this);
    }

    @Override
    public Width num(Expr.Num num) {
        return null;
    }

    @Override
    public Width text(Expr.Text text) {
        return null;
    }

    @Override
    public Width flag(Expr.Flag flag) {
        return null;
    }

    @Override
    public Width index(Expr.Index index) {
        return null;
    }

    @Override
    public Width recordOf(Expr.RecordOf record) {
        return null;
    }

    @Override
    public Width listOf(Expr.ListOf list) {
        return null;
    }

    @Override
    public Width flow(Expr.Flow flow) {
        return null;
    }

    @Override
    public Width repeat(Expr.Repeat repeat) {
        return null;
    }
}
