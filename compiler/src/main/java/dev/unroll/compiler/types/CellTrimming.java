package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Emit;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.State;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ast.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a cell what {@link CellFolding} has left without a purpose: an equation that has become just the name of an
 * earlier one gives that one its name, and equations and weights that only lost parts have read go.
 */
final class CellTrimming {
    private final List<State> states;
    private final Set<String> stateNames = new HashSet<>();
    private final Set<String> lost;

    /** For a cell of these states; {@code lost} are the names that lost parts have read, and takes more. */
    CellTrimming(List<State> states, Set<String> lost) {
        this.states = states;
        this.lost = lost;
        states.forEach(state -> stateNames.add(state.name().text()));
    }

    /** The cell with folded equations. */
    Decl.Cell trim(Decl.Cell cell, List<Statement.Binding> step, Emit emit) {
        Map<String, String> renamed = aliases(cell.step(), step);
        List<Statement.Binding> equations = new ArrayList<>();
        for (Statement.Binding equation : step) {
            boolean alias = equation.value() instanceof Expr.Ref ref
                    && equation.name().text().equals(renamed.get(ref.name().toString()));
            if (!alias) {
                equations.add(renamed.isEmpty() ? equation : renamed(equation, renamed));
            }
        }
        Emit named = renamed.isEmpty() ? emit : new Emit(emit.span(), rename(emit.value(), renamed));
        List<Statement.Binding> live = live(equations, named);
        Set<String> read = reads(live, named);
        List<Weights> weights = cell.weights().stream()
                .flatMap(group -> weights(group, read).stream())
                .toList();
        return new Decl.Cell(
                cell.span(), cell.doc(), cell.name(), cell.parameters(), cell.inputs(), weights, states, live, named);
    }

    /** A name made up at a place. */
    static DottedName single(Expr place, String name) {
        return new DottedName(place.span(), List.of(new Name(place.span(), name)));
    }

    /** Equations that folding has made just another one's name: which name the other one gets. */
    private Map<String, String> aliases(List<Statement.Binding> written, List<Statement.Binding> folded) {
        Map<String, String> renamed = new HashMap<>();
        Set<String> before = new HashSet<>();
        for (int i = 0; i < folded.size(); i++) {
            if (folded.get(i).value() instanceof Expr.Ref ref
                    && !(written.get(i).value() instanceof Expr.Ref)) {
                String other = ref.name().toString();
                if (before.contains(other) && !stateNames.contains(other)) {
                    renamed.putIfAbsent(other, folded.get(i).name().text());
                }
            }
            before.add(folded.get(i).name().text());
        }
        return renamed;
    }

    private static Statement.Binding renamed(Statement.Binding equation, Map<String, String> names) {
        String name = names.get(equation.name().text());
        Name given = name == null ? equation.name() : new Name(equation.name().span(), name);
        return new Statement.Binding(equation.span(), equation.doc(), given, rename(equation.value(), names));
    }

    private static Expr rename(Expr expr, Map<String, String> names) {
        if (expr instanceof Expr.Ref ref && names.containsKey(ref.name().toString())) {
            return new Expr.Ref(ref.span(), single(ref, names.get(ref.name().toString())));
        }
        if (expr instanceof Expr.Negate negate) {
            return new Expr.Negate(negate.span(), rename(negate.operand(), names));
        }
        if (expr instanceof Expr.Binary binary) {
            return new Expr.Binary(
                    binary.span(), binary.operator(), rename(binary.left(), names), rename(binary.right(), names));
        }
        if (expr instanceof Expr.Call call) {
            return new Expr.Call(
                    call.span(),
                    call.name(),
                    call.arguments().stream()
                            .map(a -> new Expr.Argument(a.span(), a.name(), rename(a.value(), names)))
                            .toList());
        }
        return expr;
    }

    /** Without equations that only lost parts have read, directly or through each other. */
    private List<Statement.Binding> live(List<Statement.Binding> equations, Emit emit) {
        List<Statement.Binding> live = new ArrayList<>(equations);
        for (int i = live.size() - 1; i >= 0; i--) {
            String name = live.get(i).name().text();
            if (lost.contains(name)
                    && !stateNames.contains(name)
                    && !reads(live, emit).contains(name)) {
                collect(live.remove(i).value(), lost);
            }
        }
        return live;
    }

    private List<Weights> weights(Weights group, Set<String> read) {
        List<Name> names = group.names().stream()
                .filter(name -> read.contains(name.text()) || !lost.contains(name.text()))
                .toList();
        if (names.size() == group.names().size()) {
            return List.of(group);
        }
        return names.isEmpty()
                ? List.of()
                : List.of(new Weights(group.span(), group.doc(), names, group.type(), group.init()));
    }

    private static Set<String> reads(List<Statement.Binding> equations, Emit emit) {
        Set<String> read = new HashSet<>();
        equations.forEach(equation -> collect(equation.value(), read));
        collect(emit.value(), read);
        return read;
    }

    /** Adds the names that an expression reads or calls. */
    static void collect(Expr expr, Set<String> names) {
        if (expr instanceof Expr.Ref ref) {
            names.add(ref.name().toString());
        } else if (expr instanceof Expr.Negate negate) {
            collect(negate.operand(), names);
        } else if (expr instanceof Expr.Binary binary) {
            collect(binary.left(), names);
            collect(binary.right(), names);
        } else if (expr instanceof Expr.Call call) {
            names.add(call.name().toString());
            call.arguments().forEach(argument -> collect(argument.value(), names));
        }
    }
}
