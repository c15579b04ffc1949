package dev.unroll.runtime.train;

import java.util.List;
import java.util.Optional;

/**
 * What a {@code train} block says; scalers and vocabularies are always fitted on the training part only. Made by {@link
 * #loss(Loss...)}, changed by {@link #toBuilder()}.
 *
 * @param window how examples are cut out of one long series; empty when they are given one by one
 * @param target how the truth is made from an input; empty when it is given, or follows a window
 * @param backprop how far gradients go back; empty for the whole example
 * @param teacherForcing how probable it is that a decoder reads the true token and not one of its own; empty for always
 * @param split which parts are held out; empty for none
 * @param losses one for each output, or one for all; they are added
 * @param metrics reported besides the loss
 * @param weightDecay pull of weights towards 0; empty for none
 * @param clip limit on gradients before each step
 * @param stopWhen when to stop before the last epoch; empty for never
 * @param batch what a step is made of, {@value #DEFAULT_BATCH} examples by default
 * @param epochs passes over the training part, at most; {@value #DEFAULT_EPOCHS} by default
 * @param seed for shuffling, splitting and dropout, {@value #DEFAULT_SEED} by default; weights have the seed given to {@code create}
 */
public record TrainingSpec(
        Optional<Window> window,
        Optional<Shift> target,
        Optional<Truncated> backprop,
        Optional<Schedule> teacherForcing,
        Optional<Split> split,
        List<Loss> losses,
        List<Metric> metrics,
        Optimizer optimizer,
        Optional<WeightDecay> weightDecay,
        Optional<Clip> clip,
        Optional<StopWhen> stopWhen,
        Batch batch,
        int epochs,
        long seed) {
    public static final int DEFAULT_BATCH = 32;
    public static final int DEFAULT_EPOCHS = 10;
    public static final long DEFAULT_SEED = 42;

    public TrainingSpec {
        losses = List.copyOf(losses);
        if (losses.isEmpty()) {
            throw new IllegalArgumentException("a training needs a loss");
        }
        metrics = List.copyOf(metrics);
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
        }
        teacherForcing.ifPresent(SpecRules::checkChance);
        SpecRules.check(split, metrics, optimizer, weightDecay, stopWhen, backprop, batch);
    }

    /**
     * {@code window(input, length, step, target)}: example k reads rows {@code k * step} to {@code k * step + length - 1} of the
     * series; its target is the next {@code target} rows of {@code input}'s series, joined into one vector.
     */
    public record Window(String input, int length, int step, int target) {
        public Window {
            if (length < 1 || step < 1 || target < 1) {
                throw new IllegalArgumentException("window length, step and target must be at least 1, not " + length
                        + ", " + step + " and " + target);
            }
        }
    }

    /** Starts a specification; everything but the loss, one for all outputs or one for each, has a default: Adam with rate 0.001, no clipping, no metrics. */
    public static Builder loss(Loss... losses) {
        return new Builder(List.of(losses));
    }

    /** The loss of an output. */
    public Loss loss(int output) {
        return losses.get(losses.size() == 1 ? 0 : output);
    }

    /** The loss in words; a list where outputs differ. */
    public String lossInWords() {
        return losses.size() == 1 ? losses.get(0).toString() : losses.toString();
    }

    /** A builder holding these values. */
    public Builder toBuilder() {
        Builder b = new Builder(losses);
        b.window = window;
        b.target = target;
        b.backprop = backprop;
        b.teacherForcing = teacherForcing;
        b.split = split;
        b.metrics = metrics;
        b.optimizer = optimizer;
        b.weightDecay = weightDecay;
        b.clip = clip;
        b.stopWhen = stopWhen;
        b.batch = batch;
        b.epochs = epochs;
        b.seed = seed;
        return b;
    }

    /** The same with another number of epochs. */
    public TrainingSpec withEpochs(int count) {
        return toBuilder().epochs(count).build();
    }

    /** The same with another seed. */
    public TrainingSpec withSeed(long value) {
        return toBuilder().seed(value).build();
    }

    /** Collects a {@link TrainingSpec}; methods are named like the entries of a {@code train} block. */
    public static final class Builder {
        private final List<Loss> losses;
        private Optional<Window> window = Optional.empty();
        private Optional<Shift> target = Optional.empty();
        private Optional<Truncated> backprop = Optional.empty();
        private Optional<Schedule> teacherForcing = Optional.empty();
        private Optional<Split> split = Optional.empty();
        private List<Metric> metrics = List.of();
        private Optimizer optimizer = Optimizer.adam(0.001);
        private Optional<WeightDecay> weightDecay = Optional.empty();
        private Optional<Clip> clip = Optional.empty();
        private Optional<StopWhen> stopWhen = Optional.empty();
        private Batch batch = new Batch.Examples(DEFAULT_BATCH);
        private int epochs = DEFAULT_EPOCHS;
        private long seed = DEFAULT_SEED;

        private Builder(List<Loss> losses) {
            this.losses = losses;
        }

        public Builder window(String input, int length, int step, int targetRows) {
            window = Optional.of(new Window(input, length, step, targetRows));
            return this;
        }

        /** Examples are given one by one. */
        public Builder withoutWindow() {
            window = Optional.empty();
            return this;
        }

        /** The truth is the input itself, {@code by} steps later. */
        public Builder shift(String input, int by) {
            target = Optional.of(new Shift(input, by));
            return this;
        }

        /** The truth is given. */
        public Builder withoutShift() {
            target = Optional.empty();
            return this;
        }

        /** Gradients go back {@code steps} steps at most. */
        public Builder truncated(int steps, boolean carryState) {
            backprop = Optional.of(new Truncated(steps, carryState, Optional.empty()));
            return this;
        }

        /** Gradients go back {@code steps} steps at most; states are carried and start anew after each token {@code resetAt}. */
        public Builder truncated(int steps, String resetAt) {
            backprop = Optional.of(new Truncated(steps, true, Optional.of(resetAt)));
            return this;
        }

        /** Gradients go back through the whole example. */
        public Builder withoutTruncation() {
            backprop = Optional.empty();
            return this;
        }

        /** Before each token the decoder reads the true one with this probability, else one that it drew itself. */
        public Builder teacherForcing(double chance) {
            return teacherForcing(Schedule.constant(chance));
        }

        /** Likewise, with a probability that changes over the training. */
        public Builder teacherForcing(Schedule chance) {
            teacherForcing = Optional.of(chance);
            return this;
        }

        public Builder chronological(double train, double validation) {
            return split(Split.chronological(train, validation));
        }

        public Builder split(Split parts) {
            split = Optional.of(parts);
            return this;
        }

        /** All examples are for training. */
        public Builder withoutSplit() {
            split = Optional.empty();
            return this;
        }

        public Builder metrics(Metric... reported) {
            metrics = List.of(reported);
            return this;
        }

        public Builder optimizer(Optimizer rule) {
            optimizer = rule;
            return this;
        }

        public Builder weightDecay(WeightDecay decay) {
            weightDecay = Optional.of(decay);
            return this;
        }

        public Builder clip(Clip limit) {
            clip = Optional.of(limit);
            return this;
        }

        public Builder stopWhen(StopWhen rule) {
            stopWhen = Optional.of(rule);
            return this;
        }

        /** All epochs are run. */
        public Builder withoutStop() {
            stopWhen = Optional.empty();
            return this;
        }

        /** So many examples a step. */
        public Builder batch(int examples) {
            batch = new Batch.Examples(examples);
            return this;
        }

        /** As many examples a step as have at most {@code count} steps together. */
        public Builder tokens(int count) {
            batch = new Batch.Tokens(count, Optional.empty());
            return this;
        }

        /** Likewise, with similar lengths of {@code bucketBy} together. */
        public Builder tokens(int count, String bucketBy) {
            batch = new Batch.Tokens(count, Optional.of(bucketBy));
            return this;
        }

        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public TrainingSpec build() {
            return new TrainingSpec(
                    window,
                    target,
                    backprop,
                    teacherForcing,
                    split,
                    losses,
                    metrics,
                    optimizer,
                    weightDecay,
                    clip,
                    stopWhen,
                    batch,
                    epochs,
                    seed);
        }
    }
}
