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
    private final OwnTokens.Source ownTokens;

    /**
     * A trainer that cannot write checkpoints, knows no reset token and always forces decoders to read the truth.
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
        this(
                program,
                spec,
                scalers,
                state,
                listeners,
                Optional.empty(),
                file -> {
                    throw new IllegalStateException("this training has nothing to write " + file + " with");
                },
                (decoded, seed) -> {
                    throw new IllegalStateException("this training has nothing to draw tokens with");
                });
    }

    /**
     * A trainer.
     *
     * @param scalers already fitted
     * @param state how far the program's training has come; carried on, and with an unfinished training gone on with
     * @param resetToken after which carried states start afresh
     * @param saver writes the model and its state to a file
     * @param ownTokens what decoders read besides the truth, where the specification says so
     */
    public Trainer(
            ModelProgram program,
            TrainingSpec spec,
            Scalers scalers,
            TrainingState state,
            List<TrainingListener> listeners,
            Optional<ResetToken> resetToken,
            Consumer<Path> saver,
            OwnTokens.Source ownTokens) {
        this.program = program;
        this.spec = spec;
        this.scalers = scalers;
        this.state = state;
        this.listeners = List.copyOf(listeners);
        this.resetToken = resetToken;
        this.saver = saver;
        this.ownTokens = ownTokens;
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
     * @throws IllegalArgumentException when the specification has a teacher forcing, and the model no decoder
     * @throws TrainingException when the loss or a gradient stops being a finite number, or an interrupted training had other data or
     *     another specification
     */
    public TrainingResult train(Examples training, Examples validation, Examples test) {
        return train(new HeldData(training, validation, test, scalers, spec, resetToken));
    }

    /**
     * {@link #train(Examples, Examples, Examples)} on examples that are read again for every pass.
     *
     * @throws IllegalArgumentException when the source was divided by another specification
     * @throws DataException also when the source changes between passes; the model is back at the end of its last epoch then
     */
    public TrainingResult train(EncodedSource<?> source) {
        if (!source.parts().spec().equals(spec)) {
            throw new IllegalArgumentException("the source was divided by another specification: "
                    + source.parts().spec() + ", not " + spec);
        }
        return train(source.data(scalers));
    }

    private TrainingResult train(TrainingData data) {
        ExamplePart training = data.training();
        ExamplePart validation = data.validation();
        if (training.size() == 0) {
            throw new DataException(
                    "no example to train on: there are " + validation.size() + " for validation and none for training");
        }
        if (validation.size() == 0 && SpecRules.watchesValidation(spec)) {
            throw new DataException("this training looks at its validation part, and of " + training.size()
                    + " examples none is left for that after the split");
        }
        boolean toBeKept = listeners.stream().anyMatch(Checkpoints.class::isInstance)
                || state.unfinished().isPresent();
        Course course = new Course(spec, validation.size() > 0, toBeKept ? data.digest() : "");
        Optional<Unfinished> interrupted = state.unfinished();
        interrupted.ifPresent(before -> course.resume(before.entries()));
        state.begin(spec.optimizer(), program.device(), program.parameters());
        state.abandon();
        Optional<OwnTokens> drawing = spec.teacherForcing().map(schedule -> ownTokens.of(program, spec.seed()));
        try (Feed feed = data.feed();
                TrainRun run = program.trainRun(feed.capacity());
                Predictor predictor = new Predictor(program)) {
            Evaluator evaluator =
                    new Evaluator(program.signature(), spec, scalers, predictor, data.priors(), resetToken);
            History history;
            try (TrainingLoop loop = new TrainingLoop(
                    program,
                    spec,
                    scalers,
                    state,
                    listeners,
                    saver,
                    course,
                    feed,
                    run,
                    drawing,
                    evaluator,
                    validation)) {
                interrupted.ifPresent(loop::resume);
                history = loop.run(training.size());
            }
            listeners.forEach(listener -> listener.finished(history));
            Evaluation evaluation = validation.size() > 0
                    ? evaluator.evaluate("validation", validation)
                    : evaluator.evaluate("training", training);
            Optional<Evaluation> atLast =
                    data.test().size() > 0 ? Optional.of(evaluator.evaluate("test", data.test())) : Optional.empty();
            return new TrainingResult(spec, history, evaluation, atLast);
        }
    }
}
