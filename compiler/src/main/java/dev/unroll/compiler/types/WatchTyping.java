package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_MISSING;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.source.Span;
import dev.unroll.compiler.types.TrainSpec.Metric;
import dev.unroll.compiler.types.TrainSpec.Split;
import dev.unroll.compiler.types.TrainSpec.StopWhen;
import dev.unroll.compiler.types.TrainSpec.Watch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Types figures that are looked at after each epoch, and {@code stop_when}.
 *
 * @param metrics that are reported
 */
record WatchTyping(TrainWords words, List<Metric> metrics, Optional<Split> split) {
    StopWhen stopWhen(Expr expr) {
        words.call(
                expr,
                "stop_when",
                List.of("no_improvement"),
                "there is no_improvement(of, patience, least, restore_best)");
        Arguments options = words.options(expr, "no_improvement", 0, "of", "patience", "least", "restore_best");
        Watch of = watch(options.get("of"), expr.span());
        int patience = words.constants().size(options.need("patience"), "`patience` of no_improvement");
        double least = options.get("least")
                .map(e -> words.from0(e, "`least` of no_improvement"))
                .orElse(0.0);
        Optional<Expr> restore = options.get("restore_best");
        boolean best = restore.map(e -> words.flag(e, "`restore_best`")).orElse(of.validation());
        if (best && !of.validation()) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            restore.get().span(),
                            "the loss of an epoch belongs to all the weights it had, so only validation knows the best",
                            "watch `validation.loss`, or take `restore_best` out");
        }
        return new StopWhen(of, patience, least, best);
    }

    /** {@code validation.loss}, which is also meant where nothing is said; {@code training.loss}; {@code validation.mae}. */
    Watch watch(Optional<Expr> expr, Span whole) {
        String name = expr.map(TrainWords::name).orElse("validation.loss");
        Span span = expr.map(Expr::span).orElse(whole);
        if (name.equals("training.loss")) {
            return new Watch(false, Optional.empty());
        }
        if (!name.startsWith("validation.")) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            span,
                            "`of` cannot be `" + Constants.shortened(span.text()) + "`",
                            "there is validation.loss, training.loss, validation.mae");
        }
        if (split.filter(s -> s.validation() > 0).isEmpty()) {
            throw words.faults()
                    .refuse(
                            SETTING_MISSING,
                            span,
                            "this looks at `" + name + "`, and nothing is held out for validation",
                            "add `validation = random(0.2)`, or write `of = training.loss`");
        }
        String figure = name.substring("validation.".length());
        return new Watch(true, figure.equals("loss") ? Optional.empty() : Optional.of(metric(figure, span)));
    }

    private Metric metric(String figure, Span span) {
        List<Metric> called = metrics.stream()
                .filter(m -> m.kind().name().toLowerCase(Locale.ROOT).equals(figure))
                .toList();
        if (called.size() > 1) {
            throw words.faults()
                    .refuse(OPTION_VALUE, span, "`metrics` has " + called.size() + " that are called `" + figure + "`");
        }
        if (called.isEmpty()) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            span,
                            "`" + figure + "` is not among the metrics",
                            "list it: `metrics = [" + figure + "]`");
        }
        return called.get(0);
    }
}
