package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_UNKNOWN;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.resolve.Suggestion;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of one call, matched with the names it may be given. */
final class Arguments {
    private final Faults faults;
    private final String callee;
    private final Span span;
    private final Map<String, Expr> byName = new LinkedHashMap<>();

    private Arguments(Faults faults, String callee, Span span) {
        this.faults = faults;
        this.callee = callee;
        this.span = span;
    }

    /**
     * Matches arguments with names: those without a name go to {@code names} in order.
     *
     * @param positional how many may be given without a name
     * @param future names that the language knows and this version refuses
     */
    static Arguments match(
            Faults faults,
            String callee,
            Span span,
            List<Expr.Argument> given,
            List<String> names,
            int positional,
            Set<String> future) {
        Arguments arguments = new Arguments(faults, callee, span);
        int unnamed = 0;
        for (Expr.Argument argument : given) {
            if (argument.name().isEmpty()) {
                if (unnamed == positional) {
                    throw arguments.tooMany(argument, names, positional);
                }
                arguments.put(names.get(unnamed++), argument);
                continue;
            }
            String name = argument.name().get().text();
            if (future.contains(name)) {
                throw faults.notYet(argument.span(), "option `" + name + "` of " + callee);
            }
            if (!names.contains(name)) {
                throw arguments.unknown(argument, name, names);
            }
            arguments.put(name, argument);
        }
        return arguments;
    }

    /** All arguments of a call whose every argument has a fixed place. */
    static Arguments of(Faults faults, Expr.Call call, String... names) {
        return match(
                faults, call.name().toString(), call.span(), call.arguments(), List.of(names), names.length, Set.of());
    }

    Optional<Expr> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Expr need(String name) {
        return get(name)
                .orElseThrow(() ->
                        faults.refuse(ARGUMENT_COUNT, span, callee + " needs `" + name + "`, which is not given"));
    }

    private void put(String name, Expr.Argument argument) {
        Expr first = byName.putIfAbsent(name, argument.value());
        if (first != null) {
            throw faults.refuse(
                    Diagnostic.of(ARGUMENT_COUNT, argument.span(), "`" + name + "` of " + callee + " is given twice")
                            .withNote(first.span(), "the first is here"));
        }
    }

    private Refused tooMany(Expr.Argument argument, List<String> names, int positional) {
        String most = positional == 0 ? "no argument" : positional == 1 ? "one argument" : positional + " arguments";
        String message = callee + " takes " + most + " without a name";
        List<String> named = new ArrayList<>(names.subList(positional, names.size()));
        Diagnostic fault = Diagnostic.of(ARGUMENT_COUNT, argument.span(), message);
        return faults.refuse(
                named.isEmpty() ? fault : fault.withHelp("options are given by name: " + String.join(", ", named)));
    }

    private Refused unknown(Expr.Argument argument, String name, List<String> names) {
        String legal = names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
        Diagnostic fault = Diagnostic.of(
                OPTION_UNKNOWN, argument.name().orElseThrow().span(), callee + " has no option `" + name + "`");
        String near = Suggestion.nearest(name, names)
                .map(n -> "did you mean `" + n + "`? ")
                .orElse("");
        return faults.refuse(fault.withHelp(near + legal));
    }
}
