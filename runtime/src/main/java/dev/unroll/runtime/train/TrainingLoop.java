package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.weights.Parameters;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The epochs and steps of one call of {@code train}. */
final class TrainingLoop implements AutoCloseable {
    private static final String CARRIED = "carried";
    private static final String TALLIES = "tallies";

    private final ModelProgram program;
    private final TrainingSpec spec;
    private final TrainingState state;
    private final List<TrainingListener> listeners;
    private final List<Checkpoints> checkpoints;
    private final Consumer<Path> saver;
    private final Course course;
    private final Feed feed;
    private final TrainRun run;
    private final Optional<OwnTokens> own;
    private final Evaluator evaluator;
    private final ExamplePart validation;
    private final Device device;
    private final Parameters parameters;
    private final FiniteGuard guard;
    private final WeightUpdate update;
    private final Tallies tallies;
    private final float[][] outputs;
    private final OptionalInt perStep; // the first output that has a row per step
    private final Snapshot good;
    private final Optional<Snapshot> best;
    private int goodEpochs;
    private long goodSteps;
    private Optional<Unfinished> interrupted = Optional.empty();

    /**
     * Closed, it closes the tokens' source; the other parts stay open.
     *
     * @param own what decoders read besides the truth; there where the specification has a teacher forcing
     */
    TrainingLoop(
            ModelProgram program,
            TrainingSpec spec,
            Scalers scalers,
            TrainingState state,
            List<TrainingListener> listeners,
            Consumer<Path> saver,
            Course course,
            Feed feed,
            TrainRun run,
            Optional<OwnTokens> own,
            Evaluator evaluator,
            ExamplePart validation) {
        this.program = program;
        this.spec = spec;
        this.state = state;
        this.listeners = listeners;
        this.checkpoints = listeners.stream()
                .filter(Checkpoints.class::isInstance)
                .map(Checkpoints.class::cast)
                .toList();
        this.saver = saver;
        this.course = course;
        this.feed = feed;
        this.run = run;
        this.own = own;
        this.evaluator = evaluator;
        this.validation = validation;
        this.device = program.device();
        this.parameters = program.parameters();
        this.guard = new FiniteGuard(device, parameters);
        this.update = new WeightUpdate(spec.optimizer(), spec.weightDecay(), device, parameters);
        this.tallies = new Tallies(program.signature(), scalers, spec);
        List<ModelSignature.Port> ports = program.signature().outputs();
        this.outputs = new float[ports.size()][];
        for (int o = 0; o < outputs.length; o++) {
            int rows = ports.get(o).isSequence()
                    ? feed.capacity().tokens(program.signature().axis(ports.get(o)))
                    : feed.capacity().batch();
            outputs[o] = new float[Math.multiplyExact(rows, ports.get(o).width())];
        }
        this.perStep = IntStream.range(0, ports.size())
                .filter(o -> ports.get(o).isSequence())
                .findFirst();
        this.good = new Snapshot(device, parameters, true);
        this.goodEpochs = state.epochs();
        this.goodSteps = state.steps();
        this.best = spec.stopWhen().filter(StopWhen::restoreBest).map(rule -> new Snapshot(device, parameters, false));
    }

    /** Goes on in the middle of an interrupted training. */
    void resume(Unfinished training) {
        interrupted = Optional.of(training);
        if (best.isPresent() && training.best().isPresent()) {
            best.get().setWeights(training.best().get());
        }
    }

    /** Runs all epochs that are left. */
    History run(int trainingExamples) {
        checkpoints.forEach(Checkpoints::begin);
        TrainingListener.Plan plan = new TrainingListener.Plan(
                program.signature().model(),
                device.name(),
                state.epochs() + 1,
                spec.epochs() - course.epochs().size(),
                feed.begin(state.epochs() + 1),
                trainingExamples,
                validation.size(),
                parameters.total(),
                parameters.bytes() + run.bytes());
        listeners.forEach(listener -> listener.started(plan));
        while (!course.isDone()) {
            epoch();
        }
        if (best.isPresent() && course.hasBest()) {
            best.get().giveBack();
        }
        return new History(program.signature().model(), device.name(), spec.batch(), course.epochs());
    }

    private void epoch() {
        int number = state.epochs() + 1;
        int steps = feed.begin(number);
        tallies.clear();
        interrupted.ifPresent(this::restore);
        interrupted = Optional.empty();
        course.begin();
        while (course.step() < steps) {
            step(number, steps);
        }
        if (!guard.weightsAreFinite()) {
            throw stopped(course.loss(), number);
        }
        course.pause();
        state.epochDone();
        Epoch epoch = epoch(steps);
        boolean isBest = course.epochDone(epoch);
        good.take();
        goodEpochs = state.epochs();
        goodSteps = state.steps();
        if (isBest) {
            best.ifPresent(Snapshot::take);
            checkpoints.forEach(where -> saver.accept(where.best()));
        }
        listeners.forEach(listener -> listener.epoch(epoch));
        for (Checkpoints where : checkpoints) {
            if (where.isDueAfterEpoch(course.epochs().size(), course.isDone())) {
                save(where, Map.of());
            }
        }
    }

    private void restore(Unfinished training) {
        double[] carried = training.numbers().get(CARRIED);
        double[] counted = training.numbers().get(TALLIES);
        try {
            if (carried != null) {
                feed.carry(carried);
            }
            if (counted != null) {
                tallies.restore(counted);
            }
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new TrainingException(
                    "what the model's file says of an interrupted epoch does not fit the model (" + e + ")");
        }
    }

    private void step(int epoch, int steps) {
        fill(steps);
        run.random(spec.seed(), state.steps());
        run.forward();
        feed.take(run);
        double loss = run.loss();
        run.backward();
        if (course.step() == 0) {
            course.gradients(GradientMeter.measure(run.probes(), parameters));
        }
        if (!Double.isFinite(loss) || !clip()) {
            throw stopped(loss, epoch);
        }
        double rate = course.rate(steps);
        state.stepDone();
        update.apply(state.steps(), rate);
        // The loss is a mean over rows: per step where an output has one row per step, per example otherwise.
        course.stepDone(
                loss,
                perStep.isPresent()
                        ? feed.packing(perStep.getAsInt()).tokens()
                        : feed.packing().batch());
        if (!spec.metrics().isEmpty()) {
            count();
        }
        for (int l = 0; l < listeners.size(); l++) {
            listeners.get(l).step(epoch, course.step(), loss);
        }
        for (int c = 0; c < checkpoints.size(); c++) {
            if (checkpoints.get(c).isDueAfterStep(course.steps())) {
                saveWithinEpoch(checkpoints.get(c), epoch);
            }
        }
    }

    /** What cannot be read ends the training; half an epoch's steps are no good state of a model. */
    private void fill(int steps) {
        try {
            feed.fill(run, course.step());
            double forced = course.forced(steps);
            if (forced < 1) {
                feed.mix(run, course.step(), own.orElseThrow(), forced, state.steps());
            }
        } catch (RuntimeException e) {
            good.giveBack();
            state.rewind(goodEpochs, goodSteps);
            throw e;
        }
    }

    /** Limits the gradients; false if they are not all finite. */
    private boolean clip() {
        if (spec.clip().isPresent() && spec.clip().get().kind() == Clip.Kind.NORM) {
            return Double.isFinite(
                    device.clipNorm(parameters.gradients(), spec.clip().get().limit()));
        }
        boolean finite = guard.gradientsAreFinite();
        if (spec.clip().isPresent()) {
            device.clipValue(parameters.gradients(), (float) spec.clip().get().limit());
        }
        return finite;
    }

    private void count() {
        for (int o = 0; o < outputs.length; o++) {
            run.output(o).get(outputs[o]);
            tallies.add(o, feed.packing(o), feed.target(o), outputs[o]);
        }
    }

    private Epoch epoch(int steps) {
        OptionalDouble validationLoss = OptionalDouble.empty();
        Map<Metric, Double> validationMetrics = Map.of();
        if (validation.size() > 0) {
            Tallies validated = evaluator.tally(validation);
            validationLoss = OptionalDouble.of(validated.loss());
            validationMetrics = validated.metrics();
        }
        return new Epoch(
                state.epochs(),
                steps,
                course.loss(),
                tallies.metrics(),
                validationLoss,
                validationMetrics,
                course.seconds(),
                course.lastRate(),
                course.gradients());
    }

    private void saveWithinEpoch(Checkpoints where, int epoch) {
        if (!guard.weightsAreFinite()) {
            throw stopped(course.loss(), epoch);
        }
        course.pause();
        Map<String, double[]> numbers = new HashMap<>();
        numbers.put(CARRIED, feed.carried());
        numbers.put(TALLIES, tallies.saved());
        numbers.values().removeIf(some -> some.length == 0);
        save(where, numbers);
        course.begin();
    }

    private void save(Checkpoints where, Map<String, double[]> numbers) {
        state.interrupt(new Unfinished(course.entries(), numbers, best.map(Snapshot::weights)));
        try {
            where.write(state.steps(), state.epochs(), saver);
        } finally {
            state.abandon();
        }
    }

    private TrainingException stopped(double loss, int epoch) {
        String what = guard.diagnosis(loss, NotFinite.steps(run.probes()));
        good.giveBack();
        state.rewind(goodEpochs, goodSteps);
        String where = checkpoints.stream()
                .map(Checkpoints::latest)
                .map(text -> "; " + text)
                .collect(Collectors.joining());
        return new TrainingException(program.signature().model() + ": " + what + " at epoch " + epoch + ", step "
                + (course.step() + 1)
                + ": the weights have run away. Lower the optimizer's rate, or limit gradients with clip = norm(1.0)."
                + " The model is back at its state after " + goodEpochs + " epochs and " + goodSteps + " steps, "
                + (course.epochs().isEmpty() ? "where this training began" : "the end of the last good epoch")
                + where);
    }

    @Override
    public void close() {
        own.ifPresent(OwnTokens::close);
        good.close();
        best.ifPresent(Snapshot::close);
    }
}
