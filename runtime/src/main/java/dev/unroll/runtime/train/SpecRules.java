package dev.unroll.runtime.train;

import java.util.List;
import java.util.Optional;

/** What must hold between the entries of a {@link TrainingSpec}. The compiler says the same of {@code train} blocks, with places. */
final class SpecRules {
    private SpecRules() {}

    static void check(
            Optional<Split> split,
            List<Metric> metrics,
            Optimizer optimizer,
            Optional<WeightDecay> weightDecay,
            Optional<StopWhen> stopWhen,
            Optional<Truncated> backprop,
            Batch batch) {
        boolean validated = split.isPresent() && split.get().validation() > 0;
        stopWhen.ifPresent(rule -> watch("stopWhen", rule.of(), validated, metrics));
        if (optimizer.rate() instanceof Schedule.ReduceOnPlateau plateau) {
            watch("reduce_on_plateau", plateau.of(), validated, metrics);
        }
        if (optimizer instanceof Optimizer.AdamW && weightDecay.isEmpty()) {
            throw new IllegalArgumentException("adamw without a weight decay is adam: give one");
        }
        if (backprop.isPresent() && backprop.get().carryState() && batch instanceof Batch.Tokens) {
            throw new IllegalArgumentException(
                    "with carried states a batch is a number of pieces that run side by side, not " + batch);
        }
    }

    /** A schedule of a probability stays between 0 and 1. */
    static void checkChance(Schedule schedule) {
        if (schedule instanceof Schedule.WarmupCosine || schedule instanceof Schedule.ReduceOnPlateau) {
            throw new IllegalArgumentException("teacher forcing cannot follow " + schedule);
        }
        double end = schedule instanceof Schedule.Linear line ? line.to() : 0;
        if (schedule.first() > 1 || end > 1) {
            throw new IllegalArgumentException("teacher forcing is a probability, at most 1, not " + schedule);
        }
    }

    /** Whether a rule needs a validation part. */
    static boolean watchesValidation(TrainingSpec spec) {
        boolean stops = spec.stopWhen()
                .filter(rule -> rule.of().part() == Watch.Part.VALIDATION)
                .isPresent();
        return stops
                || (spec.optimizer().rate() instanceof Schedule.ReduceOnPlateau plateau
                        && plateau.of().part() == Watch.Part.VALIDATION);
    }

    private static void watch(String who, Watch of, boolean validated, List<Metric> metrics) {
        if (of.part() == Watch.Part.VALIDATION && !validated) {
            throw new IllegalArgumentException(
                    who + " looks at " + of + ", and no split holds examples out for validation");
        }
        if (of.metric().isPresent() && !metrics.contains(of.metric().get())) {
            throw new IllegalArgumentException(who + " looks at " + of + ", which is not among the metrics " + metrics);
        }
    }
}
