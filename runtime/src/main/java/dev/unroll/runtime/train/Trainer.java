package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs what a {@code train} block says: every epoch steps through the batches of the training part and predicts the validation part.
 * Which examples a batch has is a pure function of seed, epoch and step. A step allocates nothing, on the heap or off it.
 */
public final class Trainer {
    private final ModelProgram program;
    private final TrainingSpec spec;
    private final Scalers scalers;
    private final TrainingState state;
    private final List<TrainingListener> listeners;
    private final Optional<ResetToken> resetToken;
    private final Consumer<Path> saver;

    /**
     * A trainer that cannot write checkpoints and knows no reset token.
     *
     * @param scalers already fitted
     * @param state how far the program's training has come; carried on
     */
    public Trainer(
            ModelProgram program,
            TrainingSpec spec,
            Scalers scalers,
            TrainingState state,
            List<TrainingListener> listeners) {
        this(program, spec, scalers, state, listeners, Optional.empty(), file -> {
            throw new IllegalStateException("this training has nothing to write " + file + " with");
        });
    }

    /**
     * A trainer.
     *
     * @param scalers already fitted
     * @param state how far the program's training has come; carried on, and with an unfinished training gone on with
     * @param resetToken after which carried states start afresh
     * @param saver writes the model and its state to a file
     */
    public Trainer(
            ModelProgram program,
            TrainingSpec spec,
            Scalers scalers,
            TrainingState state,
            List<TrainingListener> listeners,
            Optional<ResetToken> resetToken,
            Consumer<Path> saver) {
        this.program = program;
        this.spec = spec;
        this.scalers = scalers;
        this.state = state;
        this.listeners = List.copyOf(listeners);
        this.resetToken = resetToken;
        this.saver = saver;
    }

    /** {@link #train(Examples, Examples, Examples)} without a test part. */
    public TrainingResult train(Examples training, Examples validation) {
        return train(training, validation, validation.slice(0, 0));
    }

    /**
     * Trains for the specification's epochs, or until its stopping rule says so.
     *
     * @param validation may be empty
     * @param test may be empty
     * @throws DataException when there is no example to train on, or none to look at where a rule wants to
     * @throws TrainingException when the loss or a gradient stops being a finite number, or an interrupted training had other data or
     *     another specification
     */
    public TrainingResult train(Examples training, Examples validation, Examples test) {
        if (training.size() == 0) {
            throw new DataException(
                    "no example to train on: there are " + validation.size() + " for validation and none for training");
        }
        if (validation.size() == 0 && SpecRules.watchesValidation(spec)) {
            throw new DataException("this training looks at its validation part, and of " + training.size()
                    + " examples none is left for that after the split");
        }
        Examples scaled = training.scaled(scalers);
        Examples scaledValidation = validation.scaled(scalers);
        boolean toBeKept = listeners.stream().anyMatch(Checkpoints.class::isInstance)
                || state.unfinished().isPresent();
        Course course = new Course(
                spec, validation.size() > 0, toBeKept ? DataDigest.of(scaled, scaledValidation, resetToken) : "");
        Optional<Unfinished> interrupted = state.unfinished();
        interrupted.ifPresent(before -> course.resume(before.entries()));
        state.begin(spec.optimizer(), program.device(), program.parameters());
        state.abandon();
        Feed feed = feed(scaled);
        try (TrainRun run = program.trainRun(feed.batch(), feed.tokens(), feed.steps());
                Predictor predictor = new Predictor(program)) {
            Evaluator evaluator = new Evaluator(spec, scalers, predictor, Priors.of(training), resetToken);
            History history;
            try (TrainingLoop loop = new TrainingLoop(
                    program, spec, scalers, state, listeners, saver, course, feed, run, evaluator, scaledValidation)) {
                interrupted.ifPresent(loop::resume);
                history = loop.run(training.size());
            }
            listeners.forEach(listener -> listener.finished(history));
            Evaluation evaluation = validation.size() > 0
                    ? evaluator.evaluate("validation", validation, scaledValidation)
                    : evaluator.evaluate("training", training, scaled);
            Optional<Evaluation> atLast = test.size() > 0
                    ? Optional.of(evaluator.evaluate("test", test, test.scaled(scalers)))
                    : Optional.empty();
            return new TrainingResult(spec, history, evaluation, atLast);
        }
    }

    private Feed feed(Examples scaled) {
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
}
