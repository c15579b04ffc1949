package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.weights.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs what a {@code train} block says: every epoch shuffles the training part, steps through its batches (the last one may be
 * smaller) and predicts the validation part. The order is a pure function of seed and epoch. A step allocates nothing, on the
 * heap or off it.
 */
public final class Trainer {
    /** Keeps the shuffle's random numbers apart from dropout's, whose streams count up from 0. */
    private static final int SHUFFLE = -1;

    private final ModelProgram program;
    private final TrainingSpec spec;
    private final Scalers scalers;
    private final TrainingState state;
    private final List<TrainingListener> listeners;

    /**
     * A trainer.
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
        this.program = program;
        this.spec = spec;
        this.scalers = scalers;
        this.state = state;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Trains for the specification's epochs.
     *
     * @param validation may be empty
     * @throws DataException when there is no example to train on
     * @throws TrainingException when the loss or a gradient stops being a finite number
     */
    public TrainingResult train(Examples training, Examples validation) {
        if (training.size() == 0) {
            throw new DataException(
                    "no example to train on: there are " + validation.size() + " for validation and none for training");
        }
        Device device = program.device();
        state.begin(spec.optimizer(), device, program.parameters());
        Examples scaledTraining = training.scaled(scalers);
        Examples scaledValidation = validation.scaled(scalers);
        BatchFeed feed = new BatchFeed(scaledTraining, size());
        try (TrainRun run = program.trainRun(feed.batch(), feed.tokens(), feed.steps());
                Predictor predictor = new Predictor(program)) {
            Evaluator evaluator = new Evaluator(spec, scalers, predictor, Priors.of(training));
            Pass pass = new Pass(run, feed, scaledTraining);
            int steps = (training.size() + size() - 1) / size();
            TrainingListener.Plan plan = new TrainingListener.Plan(
                    program.signature().model(),
                    device.name(),
                    state.epochs() + 1,
                    spec.epochs(),
                    steps,
                    training.size(),
                    validation.size(),
                    program.parameters().total(),
                    program.parameters().bytes() + run.bytes());
            listeners.forEach(listener -> listener.started(plan));
            List<Epoch> epochs = new ArrayList<>();
            for (int e = 0; e < spec.epochs(); e++) {
                long began = System.nanoTime();
                pass.run(state.epochs() + 1);
                double seconds = (System.nanoTime() - began) / 1e9;
                state.epochDone();
                Epoch epoch = epoch(pass, steps, seconds, evaluator, scaledValidation);
                epochs.add(epoch);
                listeners.forEach(listener -> listener.epoch(epoch));
            }
            History history = new History(program.signature().model(), device.name(), spec.batch(), epochs);
            listeners.forEach(listener -> listener.finished(history));
            boolean heldOut = validation.size() > 0;
            Evaluation evaluation = evaluator.evaluate(
                    heldOut ? "validation" : "training",
                    heldOut ? validation : training,
                    heldOut ? scaledValidation : scaledTraining);
            return new TrainingResult(spec, history, evaluation, Optional.empty());
        }
    }

    private int size() {
        return ((Batch.Examples) spec.batch()).count();
    }

    private Epoch epoch(Pass pass, int steps, double seconds, Evaluator evaluator, Examples scaledValidation) {
        OptionalDouble validationLoss = OptionalDouble.empty();
        Map<Metric, Double> validationMetrics = Map.of();
        if (scaledValidation.size() > 0) {
            Tallies tallies = evaluator.tally(scaledValidation);
            validationLoss = OptionalDouble.of(tallies.loss());
            validationMetrics = tallies.metrics();
        }
        return new Epoch(
                state.epochs(),
                steps,
                pass.loss(),
                pass.metrics(),
                validationLoss,
                validationMetrics,
                seconds,
                spec.optimizer().rate().first(),
                List.of());
    }

    /** One pass over the training part; re-used for every epoch. */
    private final class Pass {
        private final TrainRun run;
        private final BatchFeed feed;
        private final int[] order;
        private final float[][] outputs;
        private final boolean perStep;
        private final Tallies tallies;
        private double lossSum;
        private double weightSum;

        Pass(TrainRun run, BatchFeed feed, Examples training) {
            List<ModelSignature.Port> ports = program.signature().outputs();
            this.run = run;
            this.feed = feed;
            this.order = new int[training.size()];
            this.outputs = new float[ports.size()][];
            for (int o = 0; o < outputs.length; o++) {
                ModelSignature.Port port = ports.get(o);
                outputs[o] =
                        new float[Math.multiplyExact(port.isSequence() ? feed.tokens() : feed.batch(), port.width())];
            }
            this.tallies = new Tallies(program.signature(), scalers, spec);
            this.perStep = ports.stream().anyMatch(ModelSignature.Port::isSequence);
        }

        void run(int epoch) {
            lossSum = 0;
            weightSum = 0;
            tallies.clear();
            CounterRandom.permutation(order, spec.seed(), epoch, SHUFFLE);
            int step = 0;
            for (int from = 0; from < order.length; from += size()) {
                step(epoch, ++step, from, Math.min(size(), order.length - from));
            }
        }

        private void step(int epoch, int step, int from, int count) {
            Device device = program.device();
            Parameters parameters = program.parameters();
            feed.choose(order, from, count);
            feed.fill(run);
            run.random(spec.seed(), state.steps());
            run.forward();
            double loss = run.loss();
            if (!Double.isFinite(loss)) {
                throw stopped("the loss is " + loss, epoch, step);
            }
            run.backward();
            if (spec.clip().isPresent()) {
                clip(spec.clip().get(), device, parameters, epoch, step);
            }
            state.step(spec.optimizer(), spec.optimizer().rate().first(), device, parameters);
            // The loss is a mean over rows: per step where an output has one row per step, per example otherwise.
            int weight = perStep ? feed.packing().tokens() : count;
            lossSum += loss * weight;
            weightSum += weight;
            if (!spec.metrics().isEmpty()) {
                count();
            }
            for (int l = 0; l < listeners.size(); l++) {
                listeners.get(l).step(epoch, step, loss);
            }
        }

        private void clip(Clip clip, Device device, Parameters parameters, int epoch, int step) {
            switch (clip.kind()) {
                case VALUE -> device.clipValue(parameters.gradients(), (float) clip.limit());
                case NORM -> {
                    double norm = device.clipNorm(parameters.gradients(), clip.limit());
                    if (!Double.isFinite(norm)) {
                        throw stopped("the norm of the gradients is " + norm, epoch, step);
                    }
                }
            }
        }

        private void count() {
            for (int o = 0; o < outputs.length; o++) {
                run.output(o).get(outputs[o]);
                tallies.add(o, feed.packing(), feed.target(o), outputs[o]);
            }
        }

        double loss() {
            return lossSum / weightSum;
        }

        Map<Metric, Double> metrics() {
            return tallies.metrics();
        }

        private TrainingException stopped(String what, int epoch, int step) {
            return new TrainingException(
                    program.signature().model() + ": " + what + " at epoch " + epoch + ", step " + step
                            + "; the weights have run away. Lower the optimizer's rate, or limit gradients with clip = norm(1.0)."
                            + " Weights and optimizer state are those of the last step: start again from a saved or a fresh model.");
        }
    }
}
