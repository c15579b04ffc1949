package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.DEFAULT_MISSING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.TYPE_UNKNOWN;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives hyper-parameters of models and parameters of cells their values. */
final class ParameterBinding {
    private static final List<String> MODEL_KINDS = List.of("int", "float");
    private static final List<String> CELL_KINDS = List.of("int", "float", "function", "init", "start", "flag");

    private final Faults faults;

    ParameterBinding(Faults faults) {
        this.faults = faults;
    }

    /** Hyper-parameters of a model: each has a default, a number. Sizes of vocabularies and labels are numbers too. */
    Constants ofModel(List<Param> parameters, TextBlocks texts) {
        Constants own = new Constants(faults);
        texts.bindSizes(own);
        for (Param parameter : parameters) {
            own.fail(parameter.name().text());
            faults.attempt(() -> {
                String kind = kind(parameter, MODEL_KINDS);
                Expr initial = parameter
                        .initial()
                        .orElseThrow(() -> faults.refuse(
                                DEFAULT_MISSING,
                                parameter.span(),
                                "hyper-parameter `" + parameter.name() + "` has no value",
                                "give it one: `" + parameter.name() + ": " + kind + " = …`"));
                own.bind(parameter.name().text(), own.option(kind, initial, "`" + parameter.name() + "`"));
            });
        }
        return own;
    }

    /**
     * Parameters of a cell: from the call, whose expressions mean what they mean in {@code outside}, or by default.
     *
     * @param known values of parameters that are known already
     */
    Constants ofCell(
            List<Param> parameters,
            Arguments arguments,
            Map<String, Known> known,
            Constants outside,
            String callee,
            Span call) {
        Constants own = new Constants(faults);
        for (Param parameter : parameters) {
            String name = parameter.name().text();
            String kind = kindOfCell(parameter);
            String what = "`" + name + "` of " + callee;
            Optional<Expr> given = arguments.get(name);
            if (known.containsKey(name)) {
                own.bind(name, known.get(name));
            } else if (given.isPresent()) {
                own.bind(name, outside.option(kind, given.get(), what));
            } else if (parameter.initial().isPresent()) {
                own.bind(name, own.option(kind, parameter.initial().get(), what));
            } else {
                throw faults.refuse(
                        ARGUMENT_COUNT,
                        call,
                        callee + " needs `" + name + "`",
                        "write " + callee + "(…) with a value for `" + name + "`");
            }
        }
        return own;
    }

    /** The kind of a cell's parameter: int, float, function, init, start or flag. */
    String kindOfCell(Param parameter) {
        return kind(parameter, CELL_KINDS);
    }

    private String kind(Param parameter, List<String> kinds) {
        String kind = parameter.type().kind().text();
        boolean plain =
                parameter.type().of().isEmpty() && parameter.type().dims().isEmpty();
        if (!plain || !kinds.contains(kind)) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    parameter.type().span(),
                    "a parameter cannot be `"
                            + Constants.shortened(parameter.type().span().text()) + "`",
                    "there is " + String.join(", ", kinds));
        }
        return kind;
    }
}
