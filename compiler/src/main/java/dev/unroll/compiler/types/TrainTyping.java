package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NOT_YET;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SCALE_ON;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.WINDOW_MISFIT;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.types.TrainSpec.Clip;
import dev.unroll.compiler.types.TrainSpec.ClipKind;
import dev.unroll.compiler.types.TrainSpec.Metric;
import dev.unroll.compiler.types.TrainSpec.Optimizer;
import dev.unroll.compiler.types.TrainSpec.Split;
import dev.unroll.compiler.types.TrainSpec.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Types a {@code train} block. */
final class TrainTyping {
    private static final List<String> LEGAL =
            List.of("examples", "split", "scale_on", "loss", "metrics", "optimizer", "clip", "batch", "epochs", "seed");
    private static final Set<String> FUTURE =
            Set.of("target", "backprop", "validation", "stop_when", "teacher_forcing", "weight_decay");
    private static final Set<String> FUTURE_OPTIMIZERS = Set.of("adamw", "rmsprop", "adagrad");
    private static final Set<String> FUTURE_METRICS = Set.of(
            "accuracy",
            "top_k",
            "precision",
            "recall",
            "f1",
            "auc",
            "perplexity",
            "bits_per_character",
            "bleu",
            "edit_distance");

    private final Faults faults;
    private final Constants constants;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final LossTyping losses;

    TrainTyping(Faults faults, Constants constants, TextBlocks texts, List<Port> inputs, List<Port> outputs) {
        this.losses = new LossTyping(faults, constants, texts);
        this.faults = faults;
        this.constants = constants;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The block, or empty if a fault in it was reported. Every setting is looked at, whatever the others' faults. */
    Optional<TrainSpec> spec(Decl.Train train) {
        int before = faults.diagnostics().errorCount();
        Settings settings = new Settings(faults, train.name(), train.settings(), LEGAL, FUTURE);
        Optional<Window> examples = optional(settings, "examples", this::window);
        Optional<Split> split = optional(settings, "split", this::split);
        settings.get("scale_on").ifPresent(e -> faults.attempt(() -> scaleOn(e)));
        Optional<List<LossSpec>> loss = faults.attempt(() -> losses.losses(settings.need("loss", lossHelp()), outputs));
        List<Metric> metrics = optional(settings, "metrics", this::metrics).orElse(List.of());
        Optional<Optimizer> optimizer =
                faults.attempt(() -> optimizer(settings.need("optimizer", "there is sgd(rate) and adam(rate)")));
        Optional<Clip> clip = optional(settings, "clip", this::clip);
        Optional<Integer> batch = optional(settings, "batch", e -> count(e, "batch"));
        Optional<Integer> epochs = optional(settings, "epochs", e -> constants.size(e, "`epochs`"));
        Optional<Long> seed = optional(settings, "seed", e -> constants.whole(e, "`seed`", 0, (1L << 53) - 1));
        if (faults.diagnostics().errorCount() > before) {
            return Optional.empty();
        }
        return Optional.of(new TrainSpec(
                examples,
                split,
                loss.orElseThrow(),
                metrics,
                optimizer.orElseThrow(),
                clip,
                batch.map(OptionalInt::of).orElse(OptionalInt.empty()),
                epochs.map(OptionalInt::of).orElse(OptionalInt.empty()),
                seed.map(OptionalLong::of).orElse(OptionalLong.empty())));
    }

    private String lossHelp() {
        List<String> fitting = outputs.stream()
                .map(output -> LossSpec.standard(output.type()).word())
                .distinct()
                .toList();
        return fitting.equals(List.of("mse")) || fitting.isEmpty()
                ? "there is mse, mae and huber(delta)"
                : "write `loss = " + (fitting.size() == 1 ? fitting.get(0) : "{ … }") + "`";
    }

    private <T> Optional<T> optional(Settings settings, String name, Function<Expr, T> reading) {
        return settings.get(name).flatMap(e -> faults.attempt(() -> reading.apply(e)));
    }

    private int count(Expr expr, String name) {
        if (expr instanceof Expr.Call call) {
            throw faults.notYet(call.span(), "`" + name + " = " + call.name() + "(…)`");
        }
        return constants.size(expr, "`" + name + "`");
    }

    private Window window(Expr expr) {
        Expr.Call call =
                call(expr, "examples", Map.of("window", "window"), "there is window(input, length, step, target)");
        Arguments arguments = Arguments.match(
                faults,
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
        int length = constants.size(arguments.need("length"), "`length` of window");
        int step = arguments
                .get("step")
                .map(e -> constants.size(e, "`step` of window"))
                .orElse(1);
        int target = arguments
                .get("target")
                .map(e -> constants.size(e, "`target` of window"))
                .orElse(1);
        if (inputs.size() > 1 || outputs.size() > 1) {
            throw faults.notYet(expr.span(), "`window` for a model with several inputs or outputs");
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
        return faults.refuse(WINDOW_MISFIT, expr.span(), message);
    }

    private Split split(Expr expr) {
        Expr.Call call = call(
                expr,
                "split",
                Map.of("chronological", "", "random", "future"),
                "there is chronological(train, validation)");
        Arguments arguments = Arguments.of(faults, call, "train", "validation");
        double train = share(arguments.need("train"), "`train` of chronological");
        double validation = share(arguments.need("validation"), "`validation` of chronological");
        if (train + validation > 1 + 1e-9) {
            throw faults.refuse(
                    SETTING_VALUE,
                    call.span(),
                    "the shares add up to " + Constants.shown(train + validation) + ", more than 1");
        }
        return new Split(train, validation);
    }

    private double share(Expr expr, String what) {
        return constants.within(expr, what, 0, 1, true, "between 0 and 1");
    }

    private void scaleOn(Expr expr) {
        if (!expr.span().text().equals("train")) {
            throw faults.refuse(
                    SCALE_ON,
                    expr.span(),
                    "scaling can be fitted on the training part only, not on `"
                            + Constants.shortened(expr.span().text()) + "`",
                    "write `scale_on = train`: anything else would tell the model about the data it is judged on");
        }
        if (Stream.concat(inputs.stream(), outputs.stream())
                .allMatch(p -> p.scaling().isEmpty())) {
            throw faults.refuse(
                    SCALE_ON, expr.span(), "no input or output of this model is scaled", "take this line out");
        }
    }

    private double positive(Expr expr, String what) {
        return constants.within(expr, what, 0, Double.MAX_VALUE, true, "above 0");
    }

    private List<Metric> metrics(Expr expr) {
        if (!(expr instanceof Expr.ListOf list)) {
            throw faults.refuse(SETTING_VALUE, expr.span(), "`metrics` is a list", "write `metrics = [mae, rmse]`");
        }
        List<Metric> metrics = new ArrayList<>();
        for (Expr element : list.elements()) {
            String name = name(element);
            if (FUTURE_METRICS.contains(name)) {
                throw faults.notYet(element.span(), "metric `" + name + "`");
            }
            Metric metric = Stream.of(Metric.values())
                    .filter(m -> element instanceof Expr.Ref
                            && m.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> choice(element, "metric", List.of("mae", "rmse", "mse", "mape")));
            if (metrics.contains(metric)) {
                throw faults.refuse(SETTING_VALUE, element.span(), "metric `" + name + "` is listed twice");
            }
            metrics.add(metric);
        }
        return metrics;
    }

    private Optimizer optimizer(Expr expr) {
        String name = name(expr);
        if (FUTURE_OPTIMIZERS.contains(name)) {
            throw faults.notYet(expr.span(), "optimizer `" + name + "`");
        }
        return switch (name) {
            case "sgd" -> sgd(arguments(expr, name, "rate", "momentum", "nesterov"));
            case "adam" -> adam(arguments(expr, name, "rate", "beta1", "beta2", "epsilon"));
            default -> throw choice(expr, "optimizer", List.of("sgd", "adam"));
        };
    }

    private Optimizer sgd(Arguments arguments) {
        double rate = rate(arguments, 0.01, "sgd");
        double momentum = arguments
                .get("momentum")
                .map(e -> decay(e, "`momentum` of sgd"))
                .orElse(0.0);
        Optional<Expr> nesterov = arguments.get("nesterov");
        boolean ahead = nesterov.isPresent() && flag(nesterov.get());
        if (ahead && momentum == 0) {
            throw faults.refuse(
                    OPTION_VALUE,
                    nesterov.get().span(),
                    "`nesterov` looks ahead along the momentum, and there is none");
        }
        return new TrainSpec.Sgd(rate, momentum, ahead);
    }

    private Optimizer adam(Arguments arguments) {
        return new TrainSpec.Adam(
                rate(arguments, 0.001, "adam"),
                arguments.get("beta1").map(e -> decay(e, "`beta1` of adam")).orElse(0.9),
                arguments.get("beta2").map(e -> decay(e, "`beta2` of adam")).orElse(0.999),
                arguments
                        .get("epsilon")
                        .map(e -> positive(e, "`epsilon` of adam"))
                        .orElse(1e-8));
    }

    private double rate(Arguments arguments, double standard, String optimizer) {
        Optional<Expr> rate = arguments.get("rate");
        if (rate.isPresent()
                && rate.get() instanceof Expr.Call call
                && call.name().first().text().equals("schedule")) {
            throw faults.refuse(
                    Diagnostic.of(NOT_YET, call.span(), "`" + call.name() + "` is not yet supported in this version")
                            .withHelp("give a constant rate, as in `rate = 0.001`"));
        }
        return rate.map(e -> positive(e, "`rate` of " + optimizer)).orElse(standard);
    }

    private double decay(Expr expr, String what) {
        double value = constants.number(expr).value();
        if (value < 0 || value >= 1) {
            throw faults.refuse(
                    OPTION_VALUE, expr.span(), what + " must be from 0 to below 1, not " + Constants.shown(value));
        }
        return value;
    }

    private boolean flag(Expr expr) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        throw faults.refuse(OPTION_VALUE, expr.span(), "`nesterov` is `true` or `false`");
    }

    private Clip clip(Expr expr) {
        Expr.Call call = call(expr, "clip", Map.of("norm", "", "value", ""), "there is norm(limit) and value(limit)");
        double limit = positive(Arguments.of(faults, call, "limit").need("limit"), "the limit");
        return new Clip(call.name().toString().equals("norm") ? ClipKind.NORM : ClipKind.VALUE, limit);
    }

    /** A call of one of a few names; those marked {@code future} are refused as not yet supported. */
    private Expr.Call call(Expr expr, String setting, Map<String, String> names, String help) {
        if (expr instanceof Expr.Call call && names.containsKey(call.name().toString())) {
            if (names.get(call.name().toString()).equals("future")) {
                throw faults.notYet(expr.span(), "`" + call.name() + "`");
            }
            return call;
        }
        throw faults.refuse(
                SETTING_VALUE,
                expr.span(),
                "`" + setting + "` cannot be `"
                        + Constants.shortened(expr.span().text()) + "`",
                help);
    }

    private Arguments arguments(Expr expr, String name, String... options) {
        List<Expr.Argument> given = expr instanceof Expr.Call call ? call.arguments() : List.of();
        return Arguments.match(faults, name, expr.span(), given, List.of(options), 0, Set.of());
    }

    private Refused choice(Expr expr, String what, List<String> names) {
        return faults.unknown(
                SETTING_VALUE,
                expr.span(),
                "there is no " + what + " `" + Constants.shortened(expr.span().text()) + "`",
                name(expr),
                names);
    }

    private static String name(Expr expr) {
        Optional<DottedName> name = expr instanceof Expr.Call call
                ? Optional.of(call.name())
                : expr instanceof Expr.Ref ref ? Optional.of(ref.name()) : Optional.empty();
        return name.map(DottedName::toString).orElse("");
    }
}
