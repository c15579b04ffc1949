package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STEPS_MISFIT;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.TrainSpec.Batch;
import dev.unroll.compiler.types.TrainSpec.Shift;
import dev.unroll.compiler.types.TrainSpec.Truncated;
import dev.unroll.compiler.types.ValueType.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Types what says how the steps of examples come into batches: {@code target}, {@code backprop} and {@code batch}. */
record StreamTyping(TrainWords words, List<Port> inputs, List<Port> outputs) {
    Shift shift(Expr expr) {
        words.call(expr, "target", List.of("shift"), "there is shift(input, by = 1)");
        Arguments options = words.options(expr, "shift", 1, "input", "by");
        Port input = sequence(options.need("input"), "`shift` moves");
        int by = options.get("by")
                .map(e -> words.constants().size(e, "`by` of shift"))
                .orElse(1);
        if (outputs.size() != 1) {
            throw misfit(expr, "`shift` is the truth of one output; this model has " + outputs.size());
        }
        Port output = outputs.get(0);
        if (!output.type().equals(input.type())) {
            throw misfit(
                    expr,
                    "the shifted `" + input.name() + "` is " + input.type() + ", the output `" + output.name() + "` is "
                            + output.type());
        }
        if (input.length().kind() == AxisLength.Kind.FIXED) {
            throw misfit(
                    expr,
                    "`" + input.name() + "` has a fixed length of "
                            + input.length().steps() + " steps, and what is read is shorter than what is given by "
                            + by);
        }
        return new Shift(input.name(), by);
    }

    Truncated truncated(Expr expr) {
        words.call(expr, "backprop", List.of("truncated"), "there is truncated(steps, carry_state, reset_at)");
        Arguments options = words.options(expr, "truncated", 0, "steps", "carry_state", "reset_at");
        int steps = words.constants().size(options.need("steps"), "`steps` of truncated");
        boolean carry = options.get("carry_state")
                .map(e -> words.flag(e, "`carry_state`"))
                .orElse(false);
        Optional<String> reset = options.get("reset_at").map(this::resetAt);
        for (Port port : Stream.concat(inputs.stream(), outputs.stream()).toList()) {
            if (!port.type().isSequence()) {
                throw misfit(
                        expr,
                        "stretches of " + steps + " steps are cut from sequences, and `" + port.name() + "` is "
                                + port.type());
            }
            if (port.length().kind() == AxisLength.Kind.FIXED) {
                throw misfit(
                        expr,
                        "`" + port.name() + "` has a fixed length of "
                                + port.length().steps() + " steps, and the last stretch may be shorter");
            }
        }
        List<String> axes = Stream.concat(inputs.stream(), outputs.stream())
                .flatMap(port -> port.type().axes().stream())
                .distinct()
                .toList();
        if (axes.size() > 1) {
            throw misfit(expr, "stretches are cut along one axis, and this model has " + String.join(" and ", axes));
        }
        if (reset.isPresent() && !carry) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            options.need("reset_at").span(),
                            "without `carry_state = true` there is no state to reset");
        }
        return new Truncated(steps, carry, reset);
    }

    private String resetAt(Expr expr) {
        long tokens =
                inputs.stream().filter(p -> p.type().element() == Element.TOKEN).count();
        if (tokens != 1) {
            throw misfit(expr, "`reset_at` is a token of the one input that has some; there are " + tokens);
        }
        if (expr instanceof Expr.Text text && !text.value().isEmpty()) {
            return text.value();
        }
        throw words.faults().refuse(OPTION_VALUE, expr.span(), "`reset_at` is a token, as in `reset_at = \"\\n\"`");
    }

    Batch batch(Expr expr) {
        if (!(expr instanceof Expr.Call call)) {
            return new Batch(words.constants().size(expr, "`batch`"), false, Optional.empty());
        }
        words.call(expr, "batch", List.of("tokens"), "there is a number of examples, and tokens(count, bucket_by)");
        Arguments options = words.options(call, "tokens", 1, "count", "bucket_by");
        int count = words.constants().size(options.need("count"), "`count` of tokens");
        if (inputs.stream().noneMatch(p -> p.type().isSequence())) {
            throw misfit(expr, "no input of this model is a sequence, so examples have no tokens to count");
        }
        return new Batch(count, true, options.get("bucket_by").map(this::bucketBy));
    }

    private String bucketBy(Expr expr) {
        if (expr instanceof Expr.Call call && call.name().toString().equals("length")) {
            Expr of = words.options(call, "length", 1, "input").need("input");
            Optional<Port> decoded = outputs.stream()
                    .filter(port -> port.name().equals(of.span().text()) && isDecoded(port))
                    .findFirst();
            return decoded.orElseGet(() -> sequence(of, "`length` is of")).name();
        }
        throw words.faults()
                .refuse(OPTION_VALUE, expr.span(), "`bucket_by` is the length of an input, as in `length(x)`");
    }

    /** Whether an output comes from a decoder. */
    boolean decodes() {
        return outputs.stream().anyMatch(this::isDecoded);
    }

    /** Only a decoder gives an output an axis that no input has. */
    private boolean isDecoded(Port output) {
        return output.type().isSequence()
                && inputs.stream()
                        .noneMatch(input ->
                                input.type().axes().equals(output.type().axes()));
    }

    private Port sequence(Expr expr, String who) {
        String name = expr.span().text();
        Port port = inputs.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> words.faults()
                        .unknown(
                                SETTING_VALUE,
                                expr.span(),
                                who + " an input, and there is no input `" + Constants.shortened(name) + "`",
                                name,
                                inputs.stream().map(Port::name).toList()));
        if (!port.type().isSequence()) {
            throw misfit(expr, who + " a sequence; `" + name + "` is " + port.type());
        }
        return port;
    }

    private Refused misfit(Expr expr, String message) {
        return words.faults().refuse(STEPS_MISFIT, expr.span(), message);
    }
}
