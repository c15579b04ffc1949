package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.WINDOW_MISFIT;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.TrainSpec.Window;
import java.util.List;
import java.util.Set;

/** Types {@code examples = window(…)}. */
record WindowTyping(TrainWords words, List<Port> inputs, List<Port> outputs) {
    Window window(Expr expr) {
        Expr.Call call =
                words.call(expr, "examples", List.of("window"), "there is window(input, length, step, target)");
        Arguments arguments = Arguments.match(
                words.faults(),
                "window",
                call.span(),
                call.arguments(),
                List.of("input", "length", "step", "target"),
                1,
                Set.of());
        Expr series = arguments.need("input");
        String name = series.span().text();
        Port input = inputs.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> misfit(
                        series, "`window` cuts an input; there is no input `" + Constants.shortened(name) + "`"));
        int length = words.constants().size(arguments.need("length"), "`length` of window");
        int step = count(arguments, "step");
        int target = count(arguments, "target");
        if (inputs.size() > 1 || outputs.size() > 1) {
            throw words.faults().notYet(expr.span(), "`window` for a model with several inputs or outputs");
        }
        if (!input.type().isSequence()) {
            throw misfit(series, "`window` cuts a sequence; `" + name + "` is " + input.type());
        }
        checkLength(arguments.need("length"), input, length);
        ValueType needed = ValueType.vector(target * input.width());
        for (Port output : outputs) {
            if (!output.type().equals(needed)) {
                throw misfit(
                        expr,
                        "this window's target is " + needed + ", the output `" + output.name() + "` is "
                                + output.type());
            }
        }
        return new Window(name, length, step, target);
    }

    private int count(Arguments arguments, String option) {
        return arguments
                .get(option)
                .map(e -> words.constants().size(e, "`" + option + "` of window"))
                .orElse(1);
    }

    private void checkLength(Expr expr, Port input, int length) {
        boolean fits =
                switch (input.length().kind()) {
                    case NONE, FREE -> true;
                    case FIXED -> length == input.length().steps();
                    case BOUNDED -> length <= input.length().steps();
                };
        if (!fits) {
            throw misfit(
                    expr,
                    "windows are " + length + " steps long, `" + input.name() + "` has "
                            + input.length().steps());
        }
    }

    private Refused misfit(Expr expr, String message) {
        return words.faults().refuse(WINDOW_MISFIT, expr.span(), message);
    }
}
