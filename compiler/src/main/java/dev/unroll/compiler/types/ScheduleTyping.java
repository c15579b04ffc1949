package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.types.TrainSpec.Duration;
import dev.unroll.compiler.types.TrainSpec.Schedule;
import java.util.List;
import java.util.Optional;

/** Types what changes over a training, the rate of an optimiser or a probability: a number or a schedule. */
record ScheduleTyping(TrainWords words, WatchTyping watches) {
    private static final String PREFIX = "schedule.";
    private static final List<String> NAMES =
            List.of("constant", "step", "exponential", "cosine", "warmup_cosine", "linear", "reduce_on_plateau");
    private static final List<String> CHANCES =
            List.of("constant", "linear", "exponential", "inverse_sigmoid", "step", "cosine");

    /** A probability: a number above 0, or a schedule that stays between 0 and 1. */
    Schedule chance(Expr expr, String what) {
        String name = TrainWords.name(expr);
        if (name.startsWith(PREFIX) && !CHANCES.contains(name.substring(PREFIX.length()))) {
            throw words.faults()
                    .unknown(
                            OPTION_VALUE,
                            expr.span(),
                            what + " cannot follow `" + TrainWords.shown(expr) + "`",
                            name.substring(PREFIX.length()),
                            CHANCES);
        }
        if (name.equals(PREFIX + "inverse_sigmoid")) {
            return inverseSigmoid(words.options(expr, name, 0, "k", "every"), name);
        }
        Schedule schedule = schedule(expr, what);
        if (most(schedule) > 1) {
            throw words.faults().refuse(OPTION_VALUE, expr.span(), what + " is a probability, which is at most 1");
        }
        return schedule;
    }

    private Schedule inverseSigmoid(Arguments options, String name) {
        double k = above0(options, "k", name);
        if (k < 1) {
            throw words.faults().refuse(OPTION_VALUE, options.need("k").span(), "`k` of " + name + " is at least 1");
        }
        return new TrainSpec.InverseSigmoid(
                k, options.get("every").map(e -> duration(e, "every")).orElse(new Duration(1, true)));
    }

    private static double most(Schedule schedule) {
        if (schedule instanceof TrainSpec.Constant constant) {
            return constant.rate();
        }
        if (schedule instanceof TrainSpec.Step step) {
            return step.from();
        }
        if (schedule instanceof TrainSpec.Exponential exponential) {
            return exponential.from();
        }
        if (schedule instanceof TrainSpec.Cosine cosine) {
            return cosine.from();
        }
        if (schedule instanceof TrainSpec.Linear linear) {
            return Math.max(linear.from(), linear.to());
        }
        throw new CompilerBug("types", "a probability cannot follow " + schedule);
    }

    /** The rate of an optimiser. */
    Schedule schedule(Expr expr, String what) {
        String name = TrainWords.name(expr);
        if (!name.startsWith(PREFIX)) {
            return new TrainSpec.Constant(words.above0(expr, what));
        }
        return switch (name.substring(PREFIX.length())) {
            case "constant" -> new TrainSpec.Constant(above0(words.options(expr, name, 1, "rate"), "rate", name));
            case "step" -> step(words.options(expr, name, 0, "from", "factor", "every"), name);
            case "exponential" -> exponential(words.options(expr, name, 0, "from", "decay", "every"), name);
            case "cosine" -> cosine(words.options(expr, name, 0, "from", "to", "over"), name);
            case "warmup_cosine" -> warm(words.options(expr, name, 0, "peak", "warmup", "to", "over"), name);
            case "linear" -> linear(words.options(expr, name, 0, "from", "to", "over"), name);
            case "reduce_on_plateau" ->
                plateau(expr, words.options(expr, name, 0, "from", "factor", "patience", "least", "to", "of"), name);
            default ->
                throw words.faults()
                        .unknown(
                                OPTION_VALUE,
                                expr.span(),
                                "there is no schedule `" + TrainWords.shown(expr) + "`",
                                name.substring(PREFIX.length()),
                                NAMES);
        };
    }

    private Schedule step(Arguments options, String name) {
        return new TrainSpec.Step(
                above0(options, "from", name),
                words.share(options.need("factor"), "`factor` of " + name),
                duration(options.need("every"), "every"));
    }

    private Schedule exponential(Arguments options, String name) {
        return new TrainSpec.Exponential(
                above0(options, "from", name),
                words.share(options.need("decay"), "`decay` of " + name),
                options.get("every").map(e -> duration(e, "every")).orElse(new Duration(1, true)));
    }

    private Schedule cosine(Arguments options, String name) {
        double from = above0(options, "from", name);
        double to = options.get("to").map(e -> below(e, from, name)).orElse(0.0);
        return new TrainSpec.Cosine(from, to, over(options));
    }

    private Schedule warm(Arguments options, String name) {
        double peak = above0(options, "peak", name);
        double to = options.get("to").map(e -> below(e, peak, name)).orElse(0.0);
        Duration warmup = duration(options.need("warmup"), "warmup");
        Optional<Duration> over = over(options);
        if (over.filter(o -> o.epochs() == warmup.epochs() && warmup.count() >= o.count())
                .isPresent()) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            options.need("warmup").span(),
                            "the warm-up is a part of `over`, so it must be shorter");
        }
        return new TrainSpec.WarmupCosine(peak, warmup, to, over);
    }

    private Schedule linear(Arguments options, String name) {
        return new TrainSpec.Linear(
                above0(options, "from", name), words.from0(options.need("to"), "`to` of " + name), over(options));
    }

    private Schedule plateau(Expr expr, Arguments options, String name) {
        double from = above0(options, "from", name);
        return new TrainSpec.ReduceOnPlateau(
                from,
                options.get("factor")
                        .map(e -> words.share(e, "`factor` of " + name))
                        .orElse(0.5),
                options.get("patience")
                        .map(e -> words.constants().size(e, "`patience` of " + name))
                        .orElse(10),
                options.get("least")
                        .map(e -> words.from0(e, "`least` of " + name))
                        .orElse(0.0),
                options.get("to").map(e -> below(e, from, name)).orElse(0.0),
                watches.watch(options.get("of"), expr.span()));
    }

    private double above0(Arguments options, String option, String name) {
        return words.above0(options.need(option), "`" + option + "` of " + name);
    }

    private double below(Expr expr, double from, String name) {
        double to = words.from0(expr, "`to` of " + name);
        if (to >= from) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            expr.span(),
                            "`to` of " + name + " must be below the " + Constants.shown(from) + " it comes down from");
        }
        return to;
    }

    private Optional<Duration> over(Arguments options) {
        return options.get("over").map(e -> duration(e, "over"));
    }

    /** {@code epoch}, {@code step}, {@code epochs(20)}, {@code steps(500)}, or a number of steps. */
    private Duration duration(Expr expr, String option) {
        String unit = TrainWords.name(expr);
        return switch (unit) {
            case "epoch" -> new Duration(1, true);
            case "step" -> new Duration(1, false);
            case "epochs", "steps" -> {
                Expr count = words.options(expr, unit, 1, "count").need("count");
                yield new Duration(words.constants().size(count, "a number of " + unit), unit.equals("epochs"));
            }
            default -> {
                if (expr instanceof Expr.Call) {
                    throw words.faults()
                            .refuse(
                                    OPTION_VALUE,
                                    expr.span(),
                                    "`" + option + "` cannot be `" + TrainWords.shown(expr) + "`",
                                    "there is epoch, epochs(n), steps(n), and a number of steps");
                }
                yield new Duration(words.constants().size(expr, "`" + option + "`"), false);
            }
        };
    }
}
