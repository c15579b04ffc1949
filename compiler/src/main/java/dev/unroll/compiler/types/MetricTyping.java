package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.METRIC_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.resolve.Suggestion;
import dev.unroll.compiler.types.TrainSpec.Average;
import dev.unroll.compiler.types.TrainSpec.Metric;
import dev.unroll.compiler.types.TrainSpec.MetricKind;
import dev.unroll.compiler.types.ValueType.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Types {@code metrics} and checks that some output fits each of them. */
record MetricTyping(TrainWords words, List<Port> outputs, TextBlocks texts) {
    private static final List<String> NAMES =
            Stream.of(MetricKind.values()).map(MetricTyping::lower).toList();

    List<Metric> metrics(Expr expr) {
        if (!(expr instanceof Expr.ListOf list)) {
            throw words.faults()
                    .refuse(SETTING_VALUE, expr.span(), "`metrics` is a list", "write `metrics = [mae, rmse]`");
        }
        List<Metric> metrics = new ArrayList<>();
        for (Expr element : list.elements()) {
            Metric metric = metric(element);
            if (metrics.contains(metric)) {
                throw words.faults()
                        .refuse(
                                SETTING_VALUE,
                                element.span(),
                                "metric `" + TrainWords.shown(element) + "` is listed twice");
            }
            metrics.add(metric);
        }
        return metrics;
    }

    private Metric metric(Expr expr) {
        String name = TrainWords.name(expr);
        if (TrainTyping.FUTURE_METRICS.contains(name)) {
            throw words.faults().notYet(expr.span(), "metric `" + name + "`");
        }
        if (!NAMES.contains(name)) {
            String near = Suggestion.nearest(name, NAMES)
                    .map(n -> "did you mean `" + n + "`? ")
                    .orElse("");
            throw words.faults()
                    .refuse(
                            SETTING_VALUE,
                            expr.span(),
                            "there is no metric `" + TrainWords.shown(expr) + "`",
                            near + "there is " + String.join(", ", NAMES));
        }
        MetricKind kind = MetricKind.valueOf(name.toUpperCase(Locale.ROOT));
        Metric metric =
                switch (kind) {
                    case TOP_K ->
                        new Metric(
                                kind,
                                OptionalInt.of(words.constants()
                                        .size(words.options(expr, name, 1, "k").need("k"), "`k` of top_k")),
                                Optional.empty(),
                                false);
                    case PRECISION, RECALL, F1 ->
                        new Metric(
                                kind,
                                OptionalInt.empty(),
                                words.options(expr, name, 0, "average")
                                        .get("average")
                                        .map(this::average),
                                false);
                    case EDIT_DISTANCE ->
                        new Metric(
                                kind,
                                OptionalInt.empty(),
                                Optional.empty(),
                                words.options(expr, name, 0, "of")
                                        .get("of")
                                        .map(e -> words.constants().word(e, "`of`", List.of("token", "sequence")))
                                        .filter("sequence"::equals)
                                        .isPresent());
                    default -> {
                        words.options(expr, name, 0);
                        yield new Metric(kind, OptionalInt.empty(), Optional.empty(), false);
                    }
                };
        if (outputs.stream().noneMatch(output -> fits(metric, output.type()))) {
            throw words.faults()
                    .refuse(
                            METRIC_MISFIT,
                            expr.span(),
                            "`" + TrainWords.shown(expr) + "` fits no output of this model: it is about "
                                    + about(metric));
        }
        if (metric.kind() == MetricKind.TOP_K) {
            checkChoices(expr, metric.k().orElseThrow());
        }
        return metric;
    }

    /** The k most probable of k classes are all there are. */
    private void checkChoices(Expr expr, int k) {
        int most = outputs.stream()
                .filter(output -> output.type().isIds())
                .mapToInt(output -> texts.size(output.type()))
                .max()
                .orElse(0);
        if (k >= most) {
            throw words.faults()
                    .refuse(
                            METRIC_MISFIT,
                            expr.span(),
                            "`" + TrainWords.shown(expr) + "` is right whatever the model says: there are " + most
                                    + " to choose from",
                            "write a number below " + most);
        }
    }

    private Average average(Expr expr) {
        List<String> names =
                Stream.of(Average.values()).map(MetricTyping::lower).toList();
        return Average.valueOf(words.constants().word(expr, "`average`", names).toUpperCase(Locale.ROOT));
    }

    private static boolean fits(Metric metric, ValueType type) {
        boolean number = type.element() == Element.FLOAT || type.element() == Element.INT;
        boolean label = type.element() == Element.LABEL;
        return switch (metric.kind()) {
            case MAE, RMSE, MSE, MAPE -> number;
            case ACCURACY -> !number;
            case TOP_K -> type.isIds();
            case PRECISION, RECALL, F1 ->
                metric.average().isEmpty()
                        ? label || type.isProbability()
                        : switch (metric.average().get()) {
                            case BINARY -> type.isProbability();
                            case MACRO, MICRO -> label || type.isProbability();
                            case SPAN -> label && type.isSequence();
                        };
            case AUC -> type.isProbability();
            case PERPLEXITY, BITS_PER_CHARACTER -> type.element() == Element.TOKEN;
            case EDIT_DISTANCE -> type.isIds() && type.isSequence();
        };
    }

    private static String about(Metric metric) {
        return switch (metric.kind()) {
            case MAE, RMSE, MSE, MAPE -> "`float`";
            case ACCURACY -> "`label`, `token` and `probability`";
            case TOP_K -> "`label` and `token`";
            case PRECISION, RECALL, F1 ->
                metric.average().filter(a -> a == Average.BINARY).isPresent()
                        ? "`probability`"
                        : metric.average().filter(a -> a == Average.SPAN).isPresent()
                                ? "a `label` per step"
                                : "`label` and `probability`";
            case AUC -> "`probability`";
            case PERPLEXITY, BITS_PER_CHARACTER -> "`token`";
            case EDIT_DISTANCE -> "a `label` or `token` per step";
        };
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
