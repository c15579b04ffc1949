package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.TrainSpec.Optimizer;
import dev.unroll.compiler.types.TrainSpec.Schedule;
import java.util.List;
import java.util.Optional;

/** Types {@code optimizer}. */
record OptimizerTyping(TrainWords words, ScheduleTyping schedules) {
    static final List<String> NAMES = List.of("sgd", "adam", "adamw", "rmsprop", "adagrad");

    Optimizer optimizer(Expr expr) {
        String name = TrainWords.name(expr);
        return switch (name) {
            case "sgd" -> sgd(words.options(expr, name, 0, "rate", "momentum", "nesterov"));
            case "adam", "adamw" -> adam(words.options(expr, name, 0, "rate", "beta1", "beta2", "epsilon"), name);
            case "rmsprop" -> {
                Arguments options = words.options(expr, name, 0, "rate", "rho", "epsilon");
                yield new TrainSpec.RmsProp(
                        rate(options, 0.001, name), decay(options, "rho", 0.9, name), epsilon(options, name));
            }
            case "adagrad" -> {
                Arguments options = words.options(expr, name, 0, "rate", "epsilon");
                yield new TrainSpec.Adagrad(rate(options, 0.01, name), epsilon(options, name));
            }
            default -> throw words.choice(expr, "optimizer", NAMES);
        };
    }

    private Optimizer sgd(Arguments options) {
        Schedule rate = rate(options, 0.01, "sgd");
        double momentum = decay(options, "momentum", 0, "sgd");
        Optional<Expr> nesterov = options.get("nesterov");
        boolean ahead = nesterov.isPresent() && words.flag(nesterov.get(), "`nesterov`");
        if (ahead && momentum == 0) {
            throw words.faults()
                    .refuse(
                            OPTION_VALUE,
                            nesterov.get().span(),
                            "`nesterov` looks ahead along the momentum, and there is none");
        }
        return new TrainSpec.Sgd(rate, momentum, ahead);
    }

    private Optimizer adam(Arguments options, String name) {
        Schedule rate = rate(options, 0.001, name);
        double beta1 = decay(options, "beta1", 0.9, name);
        double beta2 = decay(options, "beta2", 0.999, name);
        double epsilon = epsilon(options, name);
        return name.equals("adam")
                ? new TrainSpec.Adam(rate, beta1, beta2, epsilon)
                : new TrainSpec.AdamW(rate, beta1, beta2, epsilon);
    }

    private Schedule rate(Arguments options, double standard, String name) {
        return options.get("rate")
                .map(e -> schedules.schedule(e, "`rate` of " + name))
                .orElse(new TrainSpec.Constant(standard));
    }

    private double decay(Arguments options, String option, double standard, String name) {
        return options.get(option)
                .map(e -> words.decay(e, "`" + option + "` of " + name))
                .orElse(standard);
    }

    private double epsilon(Arguments options, String name) {
        return options.get("epsilon")
                .map(e -> words.above0(e, "`epsilon` of " + name))
                .orElse(1e-8);
    }
}
