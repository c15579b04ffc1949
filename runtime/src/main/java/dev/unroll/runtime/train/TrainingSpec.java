package dev.unroll.runtime.train;

import java.util.List;
import java.util.Optional;

/**
 * What a {@code train} block says; scalers are always fitted on the training part only. Made by {@link #loss(Loss)}, changed
 * by {@link #toBuilder()}.
 *
 * @param window how examples are cut out of one long series; empty when they are given one by one
 * @param split which part is held out; empty for none
 * @param metrics reported besides the loss
 * @param clip limit on gradients before each step
 * @param batch examples per step, {@value #DEFAULT_BATCH} by default
 * @param epochs passes over the training part, {@value #DEFAULT_EPOCHS} by default
 * @param seed for shuffling and dropout, {@value #DEFAULT_SEED} by default; weights have the seed given to {@code create}
 */
public record TrainingSpec(
        Optional<Window> window,
        Optional<Split> split,
        Loss loss,
        List<Metric> metrics,
        Optimizer optimizer,
        Optional<Clip> clip,
        int batch,
        int epochs,
        long seed) {
    public static final int DEFAULT_BATCH = 32;
    public static final int DEFAULT_EPOCHS = 10;
    public static final long DEFAULT_SEED = 42;

    public TrainingSpec {
        metrics = List.copyOf(metrics);
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
        }
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

    /**
     * {@code chronological(train, validation)}: shares of the examples, earliest first. Windows are cut first and divided then:
     * the first {@code floor(train * n)} of n windows are for training and the next {@code floor(validation * n)} (all the
     * rest when the shares add up to 1) for validation. A validation window may look back into the training part; its target
     * never lies there.
     */
    public record Split(double train, double validation) {
        public Split {
            if (!(train > 0 && validation >= 0 && train + validation <= 1 + 1e-9)) {
                throw new IllegalArgumentException(
                        "shares must be positive and add up to at most 1, not " + train + " and " + validation);
            }
        }

        /** How many of {@code examples} are for training. */
        public int trainingExamples(int examples) {
            // Guards against 0.29 * 100 = 28.999…
            return (int) Math.floor(train * examples + 1e-9);
        }

        /** How many of {@code examples} are for validation. */
        public int validationExamples(int examples) {
            int rest = examples - trainingExamples(examples);
            return train + validation >= 1 - 1e-9
                    ? rest
                    : Math.min(rest, (int) Math.floor(validation * examples + 1e-9));
        }
    }

    /** Starts a specification; everything but the loss has a default: Adam with rate 0.001, no clipping, no metrics. */
    public static Builder loss(Loss loss) {
        return new Builder(loss);
    }

    /** A builder holding these values. */
    public Builder toBuilder() {
        Builder b = new Builder(loss);
        b.window = window;
        b.split = split;
        b.metrics = metrics;
        b.optimizer = optimizer;
        b.clip = clip;
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
        private Optional<Window> window = Optional.empty();
        private Optional<Split> split = Optional.empty();
        private final Loss loss;
        private List<Metric> metrics = List.of();
        private Optimizer optimizer = Optimizer.adam(0.001);
        private Optional<Clip> clip = Optional.empty();
        private int batch = DEFAULT_BATCH;
        private int epochs = DEFAULT_EPOCHS;
        private long seed = DEFAULT_SEED;

        private Builder(Loss loss) {
            this.loss = loss;
        }

        public Builder window(String input, int length, int step, int target) {
            window = Optional.of(new Window(input, length, step, target));
            return this;
        }

        /** Examples are given one by one. */
        public Builder withoutWindow() {
            window = Optional.empty();
            return this;
        }

        public Builder chronological(double train, double validation) {
            split = Optional.of(new Split(train, validation));
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

        public Builder clip(Clip limit) {
            clip = Optional.of(limit);
            return this;
        }

        public Builder batch(int examples) {
            batch = examples;
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
            return new TrainingSpec(window, split, loss, metrics, optimizer, clip, batch, epochs, seed);
        }
    }
}
