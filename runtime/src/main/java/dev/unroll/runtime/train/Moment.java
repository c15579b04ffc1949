package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * How far one call of {@code train} has come, as {@link Schedule} sees it. Times in epochs have fractions: after 3 of 10 steps of the
 * first epoch 0.3 epochs have gone.
 */
public final class Moment {
    private final int epochs;
    private int stepsPerEpoch;
    private long step;
    private double epoch;
    private int reductions;

    /**
     * The start of a training.
     *
     * @param epochs that it is to have
     */
    public Moment(int epochs) {
        this.epochs = epochs;
    }

    /**
     * Moves on.
     *
     * @param stepsDone steps gone
     * @param perEpoch steps of the first epoch; others may differ where batches are counted in tokens
     * @param epochsDone epochs gone, with the part of the running one
     * @param reduced how often {@link Schedule.ReduceOnPlateau} has reduced the rate
     */
    public Moment at(long stepsDone, int perEpoch, double epochsDone, int reduced) {
        step = stepsDone;
        stepsPerEpoch = perEpoch;
        epoch = epochsDone;
        reductions = reduced;
        return this;
    }

    int reductions() {
        return reductions;
    }

    /** The time gone, measured in {@code unit}. */
    double in(Duration unit) {
        return (unit.unit() == Duration.Unit.STEPS ? step : epoch) / unit.count();
    }

    /** One step, measured in {@code unit}. */
    double step(Duration unit) {
        return (unit.unit() == Duration.Unit.STEPS ? 1 : 1.0 / stepsPerEpoch) / unit.count();
    }

    /** The time gone as a part of {@code whole}, or of the whole training. */
    double part(Optional<Duration> whole) {
        return whole.isPresent() ? in(whole.get()) : epoch / epochs;
    }

    /** What part of {@code whole}, or of the whole training, {@code time} is. */
    double share(Duration time, Optional<Duration> whole) {
        return steps(time) / (whole.isPresent() ? steps(whole.get()) : (double) epochs * stepsPerEpoch);
    }

    private double steps(Duration time) {
        return time.unit() == Duration.Unit.STEPS ? time.count() : (double) time.count() * stepsPerEpoch;
    }
}
