package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.TrainSpec;
import java.util.Optional;

/** The runtime's optimisers, schedules and weight decay. */
final class OptimizerCode {
    private OptimizerCode() {}

    static CodeBlock of(TrainSpec.Optimizer optimizer) {
        CodeBlock rate = of(optimizer.rate());
        if (optimizer instanceof TrainSpec.Sgd sgd) {
            return made("Sgd", rate, sgd.momentum(), sgd.nesterov());
        }
        if (optimizer instanceof TrainSpec.Adam adam) {
            return made("Adam", rate, adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (optimizer instanceof TrainSpec.AdamW adam) {
            return made("AdamW", rate, adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (optimizer instanceof TrainSpec.RmsProp rmsprop) {
            return made("RmsProp", rate, rmsprop.rho(), rmsprop.epsilon());
        }
        if (optimizer instanceof TrainSpec.Adagrad adagrad) {
            return made("Adagrad", rate, adagrad.epsilon());
        }
        throw new CompilerBug("emit", "the runtime has no optimizer " + optimizer);
    }

    private static CodeBlock made(String rule, CodeBlock rate, Object... options) {
        CodeBlock.Builder code = CodeBlock.builder().add("new $T.$L($L", RuntimeApi.OPTIMIZER, rule, rate);
        for (Object option : options) {
            code.add(", $L", option);
        }
        return code.add(")").build();
    }

    static CodeBlock of(TrainSpec.Schedule schedule) {
        if (schedule instanceof TrainSpec.Constant constant) {
            return CodeBlock.of("$L", constant.rate());
        }
        if (schedule instanceof TrainSpec.Step step) {
            return schedule("Step", step.from(), step.factor(), of(step.every()));
        }
        if (schedule instanceof TrainSpec.Exponential exponential) {
            return schedule("Exponential", exponential.from(), exponential.decay(), of(exponential.every()));
        }
        if (schedule instanceof TrainSpec.Cosine cosine) {
            return schedule("Cosine", cosine.from(), cosine.to(), of(cosine.over()));
        }
        if (schedule instanceof TrainSpec.WarmupCosine warm) {
            return schedule("WarmupCosine", warm.peak(), of(warm.warmup()), warm.to(), of(warm.over()));
        }
        if (schedule instanceof TrainSpec.Linear linear) {
            return schedule("Linear", linear.from(), linear.to(), of(linear.over()));
        }
        if (schedule instanceof TrainSpec.ReduceOnPlateau plateau) {
            return schedule(
                    "ReduceOnPlateau",
                    plateau.from(),
                    plateau.factor(),
                    plateau.patience(),
                    plateau.least(),
                    plateau.to(),
                    MetricCode.of(plateau.of()));
        }
        if (schedule instanceof TrainSpec.InverseSigmoid sigmoid) {
            return schedule("InverseSigmoid", sigmoid.k(), of(sigmoid.every()));
        }
        throw new CompilerBug("emit", "the runtime has no schedule " + schedule);
    }

    private static CodeBlock schedule(String kind, double from, Object... options) {
        CodeBlock.Builder code = CodeBlock.builder().add("new $T.$L($L", RuntimeApi.SCHEDULE, kind, from);
        for (Object option : options) {
            code.add(", $L", option);
        }
        return code.add(")").build();
    }

    private static CodeBlock of(TrainSpec.Duration duration) {
        return CodeBlock.of("$T.$L($L)", RuntimeApi.DURATION, duration.epochs() ? "epochs" : "steps", duration.count());
    }

    private static CodeBlock of(Optional<TrainSpec.Duration> duration) {
        return duration.map(d -> CodeBlock.of("$T.of($L)", LibraryApi.OPTIONAL, of(d)))
                .orElseGet(() -> CodeBlock.of("$T.empty()", LibraryApi.OPTIONAL));
    }

    static CodeBlock of(TrainSpec.WeightDecay decay) {
        if (decay.one().isPresent()) {
            return CodeBlock.of(
                    "$T.of($L)", RuntimeApi.WEIGHT_DECAY, decay.one().getAsDouble());
        }
        CodeBlock.Builder code = CodeBlock.builder().add("$T.none()", RuntimeApi.WEIGHT_DECAY);
        decay.kinds().forEach((kind, rate) -> code.add(".with($T.$L, $L)", RuntimeApi.WEIGHT_KIND, kind.name(), rate));
        return code.build();
    }
}
