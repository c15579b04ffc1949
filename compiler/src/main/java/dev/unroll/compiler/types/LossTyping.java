package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LOSS_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_MISSING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Types {@code loss}: one for all outputs, or a record with one for each. */
final class LossTyping {
    private static final Set<String> FUTURE_LOSSES = Set.of("ctc");
    private static final List<String> OF_NUMBERS = List.of("mse", "mae", "huber");
    private static final List<String> KNOWN = List.of("mse", "mae", "huber", "binary_crossentropy", "cross_entropy");

    private final Faults faults;
    private final Constants constants;
    private final TextBlocks texts;

    LossTyping(Faults faults, Constants constants, TextBlocks texts) {
        this.faults = faults;
        this.constants = constants;
        this.texts = texts;
    }

    /** One loss for each output, in their order. */
    List<LossSpec> losses(Expr expr, List<Port> outputs) {
        if (expr instanceof Expr.RecordOf record) {
            return ofEach(record, outputs);
        }
        List<LossSpec> losses = new ArrayList<>();
        outputs.forEach(output -> losses.add(loss(expr, output, outputs.size() > 1)));
        return losses;
    }

    private List<LossSpec> ofEach(Expr.RecordOf record, List<Port> outputs) {
        Map<String, LossSpec> byOutput = new LinkedHashMap<>();
        for (Expr.Field field : record.fields()) {
            String name = field.name().text();
            Port output = outputs.stream()
                    .filter(o -> o.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> faults.unknown(
                            SETTING_UNKNOWN,
                            field.name().span(),
                            "there is no output `" + name + "`",
                            name,
                            outputs.stream().map(Port::name).toList()));
            Expr value = field.value()
                    .orElseThrow(() -> faults.refuse(
                            SETTING_VALUE, field.span(), "`" + name + "` has no loss", "write `" + name + " = mse`"));
            if (byOutput.putIfAbsent(name, loss(value, output, false)) != null) {
                throw faults.refuse(SETTING_REPEATED, field.span(), "`" + name + "` has a loss already");
            }
        }
        List<LossSpec> losses = new ArrayList<>();
        for (Port output : outputs) {
            if (!byOutput.containsKey(output.name())) {
                throw faults.refuse(
                        SETTING_MISSING,
                        record.span(),
                        "the output `" + output.name() + "` has no loss",
                        "write `" + output.name() + " = "
                                + LossSpec.standard(output.type()).word() + "`");
            }
            losses.add(byOutput.get(output.name()));
        }
        return losses;
    }

    private LossSpec loss(Expr expr, Port output, boolean several) {
        String name = name(expr);
        if (FUTURE_LOSSES.contains(name)) {
            throw faults.notYet(expr.span(), "loss `" + name + "`");
        }
        if (!KNOWN.contains(name)) {
            throw faults.unknown(
                    SETTING_VALUE,
                    expr.span(),
                    "there is no loss `" + Constants.shortened(expr.span().text()) + "`",
                    name,
                    KNOWN);
        }
        checkFit(expr, name, output, several);
        return switch (name) {
            case "mse" -> plain(expr, new LossSpec.Mse());
            case "mae" -> plain(expr, new LossSpec.Mae());
            case "huber" -> new LossSpec.Huber(delta(expr));
            case "binary_crossentropy" -> binary(expr);
            default -> crossEntropy(expr, output);
        };
    }

    private void checkFit(Expr expr, String name, Port output, boolean several) {
        String fitting = LossSpec.standard(output.type()).word();
        boolean fits = fitting.equals("mse") ? OF_NUMBERS.contains(name) : fitting.equals(name);
        if (!fits) {
            String help = fitting.equals("mse")
                    ? "for numbers there is " + String.join(", ", OF_NUMBERS)
                    : "write `" + fitting + "`";
            throw faults.refuse(Diagnostic.of(
                            LOSS_MISFIT,
                            expr.span(),
                            "the loss `" + name + "` does not fit the output `" + output.name() + "`, " + output.type())
                    .withHelp(
                            several
                                    ? "give each output its own: `loss = { " + output.name() + " = " + fitting
                                            + ", … }`"
                                    : help));
        }
    }

    private LossSpec plain(Expr expr, LossSpec loss) {
        options(expr, loss.word());
        return loss;
    }

    private double delta(Expr expr) {
        if (!(expr instanceof Expr.Call call)) {
            return 1;
        }
        return positive(Arguments.of(faults, call, "delta").need("delta"), "`delta` of huber");
    }

    private LossSpec binary(Expr expr) {
        return new LossSpec.BinaryCrossEntropy(options(expr, "binary_crossentropy", "positive_weight")
                .get("positive_weight")
                .map(e -> positive(e, "`positive_weight` of binary_crossentropy"))
                .orElse(1.0));
    }

    private LossSpec crossEntropy(Expr expr, Port output) {
        Arguments options = options(expr, "cross_entropy", "label_smoothing", "class_weights", "ignore");
        options.get("ignore").ifPresent(e -> {
            if (!name(e).equals("padding") || e instanceof Expr.Call) {
                throw faults.refuse(
                        OPTION_VALUE,
                        e.span(),
                        "`ignore` of cross_entropy can only be `padding`",
                        "padding is never part of a loss; give labels that do not count a class weight of 0");
            }
        });
        double smoothing = options.get("label_smoothing")
                .map(e -> constants.fromZero(e, "`label_smoothing` of cross_entropy"))
                .orElse(0.0);
        return new LossSpec.CrossEntropy(
                smoothing,
                options.get("class_weights").map(e -> weights(e, output)).orElse(List.of()));
    }

    private List<Double> weights(Expr expr, Port output) {
        if (output.type().element() != ValueType.Element.LABEL) {
            throw faults.refuse(
                    OPTION_VALUE, expr.span(), "`class_weights` are of labels; `" + output.name() + "` has tokens");
        }
        if (!(expr instanceof Expr.RecordOf record)) {
            throw faults.refuse(
                    OPTION_VALUE,
                    expr.span(),
                    "`class_weights` is a record with a weight for each label that has one",
                    "write `class_weights = { RARE = 5 }`; the others count once");
        }
        List<String> labels = texts.labels(output.type().of()).labels();
        List<Double> weights = new ArrayList<>(Collections.nCopies(labels.size(), 1.0));
        for (Expr.Field field : record.fields()) {
            String label = field.name().text();
            int index = labels.indexOf(label);
            if (index < 0) {
                throw faults.unknown(
                        OPTION_VALUE,
                        field.name().span(),
                        "`" + label + "` is none of the labels " + output.type().of(),
                        label,
                        labels);
            }
            Expr weight = field.value()
                    .orElseThrow(() -> faults.refuse(OPTION_VALUE, field.span(), "`" + label + "` has no weight"));
            weights.set(
                    index,
                    constants.within(weight, "the weight of `" + label + "`", 0, Float.MAX_VALUE, false, "from 0 on"));
        }
        if (weights.stream().allMatch(w -> w == 0)) {
            throw faults.refuse(OPTION_VALUE, expr.span(), "no label counts: all weights are 0");
        }
        return weights.stream().allMatch(w -> w == 1) ? List.of() : weights;
    }

    private double positive(Expr expr, String what) {
        return constants.within(expr, what, 0, Double.MAX_VALUE, true, "above 0");
    }

    private Arguments options(Expr expr, String name, String... options) {
        List<Expr.Argument> given = expr instanceof Expr.Call call ? call.arguments() : List.of();
        return Arguments.match(faults, name, expr.span(), given, List.of(options), 0, Set.of());
    }

    private static String name(Expr expr) {
        Optional<DottedName> name = expr instanceof Expr.Call call
                ? Optional.of(call.name())
                : expr instanceof Expr.Ref ref ? Optional.of(ref.name()) : Optional.empty();
        return name.map(DottedName::toString).orElse("");
    }
}
