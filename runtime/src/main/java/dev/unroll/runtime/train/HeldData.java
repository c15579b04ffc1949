package dev.unroll.runtime.train;

import java.util.Optional;

/** Data in memory. */
final class HeldData implements TrainingData {
    private final HeldPart training;
    private final HeldPart validation;
    private final HeldPart test;
    private final TrainingSpec spec;
    private final Optional<ResetToken> resetToken;

    HeldData(
            Examples training,
            Examples validation,
            Examples test,
            Scalers scalers,
            TrainingSpec spec,
            Optional<ResetToken> resetToken) {
        this.training = new HeldPart(training, scalers);
        this.validation = new HeldPart(validation, scalers);
        this.test = new HeldPart(test, scalers);
        this.spec = spec;
        this.resetToken = resetToken;
    }

    @Override
    public ExamplePart training() {
        return training;
    }

    @Override
    public ExamplePart validation() {
        return validation;
    }

    @Override
    public ExamplePart test() {
        return test;
    }

    @Override
    public Feed feed() {
        Examples scaled = training.scaled();
        if (spec.backprop().isEmpty()) {
            return new ShuffledFeed(scaled, spec.batch(), spec.seed());
        }
        Truncated truncated = spec.backprop().get();
        if (truncated.carryState()) {
            int pieces = ((Batch.Examples) spec.batch()).count();
            return new StreamFeed(scaled, truncated, pieces, resetToken);
        }
        Stretches stretches = Stretches.of(scaled, Optional.empty(), truncated.steps(), 1);
        return new ShuffledFeed(scaled.stretches(stretches), spec.batch(), spec.seed());
    }

    @Override
    public Priors priors() {
        return Priors.of(training.examples());
    }

    @Override
    public String digest() {
        return DataDigest.of(training.scaled(), validation.scaled(), resetToken);
    }
}
