package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * The step size over a training, or the probability of teacher forcing: a pure function of {@link Moment}, but for {@link ReduceOnPlateau}, whose factor follows the
 * losses seen. Time counts from the start of one call of {@code train}.
 */
public sealed interface Schedule {
    /** The rate of the step about to be done. */
    double rate(Moment moment);

    /** The rate of the first step, for messages. */
    double first();

    /** Always the same. */
    record Constant(double first) implements Schedule {
        public Constant {
            above0("rate", first);
        }

        @Override
        public double rate(Moment moment) {
            return first;
        }

        @Override
        public String toString() {
            return Double.toString(first);
        }
    }

    /** {@code first}, times {@code factor} after each {@code every}. */
    record Step(double first, double factor, Duration every) implements Schedule {
        public Step {
            above0("from", first);
            share("factor", factor);
        }

        @Override
        public double rate(Moment moment) {
            return first * TrainingState.power(factor, (long) moment.in(every));
        }

        @Override
        public String toString() {
            return "schedule.step(from = " + first + ", factor = " + factor + ", every = " + every + ")";
        }
    }

    /** {@code first} times {@code decay} to the power of the time measured in {@code every}, without jumps. */
    record Exponential(double first, double decay, Duration every) implements Schedule {
        public Exponential {
            above0("from", first);
            share("decay", decay);
        }

        @Override
        public double rate(Moment moment) {
            double time = moment.in(every);
            long whole = (long) time;
            // StrictMath and repeated squaring give the same bits everywhere.
            return first * TrainingState.power(decay, whole) * StrictMath.exp((time - whole) * StrictMath.log(decay));
        }

        @Override
        public String toString() {
            return "schedule.exponential(from = " + first + ", decay = " + decay + ", every = " + every + ")";
        }
    }

    /** Half a wave of a cosine (Loshchilov and Hutter, 2017) from {@code first} to {@code to}, which stays. */
    record Cosine(double first, double to, Optional<Duration> over) implements Schedule {
        public Cosine {
            above0("from", first);
            from0("to", to);
        }

        @Override
        public double rate(Moment moment) {
            return wave(first, to, moment.part(over));
        }

        private static double wave(double from, double to, double part) {
            return to + (from - to) * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, part)));
        }

        @Override
        public String toString() {
            return "schedule.cosine(from = " + first + ", to = " + to + inWords(over) + ")";
        }
    }

    /**
     * A straight line up to {@code peak}, which the last step of {@code warmup} has, then a {@link Cosine} for the rest of
     * {@code over}.
     */
    record WarmupCosine(double peak, Duration warmup, double to, Optional<Duration> over) implements Schedule {
        public WarmupCosine {
            above0("peak", peak);
            from0("to", to);
        }

        @Override
        public double rate(Moment moment) {
            double share = moment.in(warmup) + moment.step(warmup);
            if (share <= 1) {
                return peak * share;
            }
            double warm = moment.share(warmup, over);
            return Cosine.wave(peak, to, warm >= 1 ? 1 : (moment.part(over) - warm) / (1 - warm));
        }

        @Override
        public double first() {
            return peak;
        }

        @Override
        public String toString() {
            return "schedule.warmup_cosine(peak = " + peak + ", warmup = " + warmup + ", to = " + to + inWords(over)
                    + ")";
        }
    }

    /** A straight line from {@code first} to {@code to}, which stays. */
    record Linear(double first, double to, Optional<Duration> over) implements Schedule {
        public Linear {
            above0("from", first);
            from0("to", to);
        }

        @Override
        public double rate(Moment moment) {
            return first + (to - first) * Math.min(1, moment.part(over));
        }

        @Override
        public String toString() {
            return "schedule.linear(from = " + first + ", to = " + to + inWords(over) + ")";
        }
    }

    /**
     * Times {@code factor} whenever {@code of} has not become better by more than {@code least} for {@code patience} epochs, but
     * never below {@code to}.
     */
    record ReduceOnPlateau(double first, double factor, int patience, double least, double to, Watch of)
            implements Schedule {
        public ReduceOnPlateau {
            above0("from", first);
            share("factor", factor);
            from0("least", least);
            from0("to", to);
            if (patience < 1) {
                throw new IllegalArgumentException("patience must be at least 1, not " + patience);
            }
        }

        @Override
        public double rate(Moment moment) {
            return Math.max(Math.min(to, first), first * TrainingState.power(factor, moment.reductions()));
        }

        @Override
        public String toString() {
            return "schedule.reduce_on_plateau(from = " + first + ", factor = " + factor + ", patience = " + patience
                    + ", least = " + least + ", to = " + to + ", of = " + of + ")";
        }
    }

    /** {@code k / (k + exp(t / k))} of the time {@code t} measured in {@code every} (Bengio et al. 2015, section 2.4). */
    record InverseSigmoid(double k, Duration every) implements Schedule {
        public InverseSigmoid {
            if (!(k >= 1) || Double.isInfinite(k)) {
                throw new IllegalArgumentException("k must be at least 1, not " + k);
            }
        }

        @Override
        public double rate(Moment moment) {
            return k / (k + StrictMath.exp(moment.in(every) / k));
        }

        @Override
        public double first() {
            return k / (k + 1);
        }

        @Override
        public String toString() {
            return "schedule.inverse_sigmoid(k = " + k + ", every = " + every + ")";
        }
    }

    /** Always {@code rate}. */
    static Schedule constant(double rate) {
        return new Constant(rate);
    }

    private static String inWords(Optional<Duration> over) {
        return over.map(duration -> ", over = " + duration).orElse("");
    }

    private static void above0(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be above 0, not " + value);
        }
    }

    private static void from0(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be at least 0, not " + value);
        }
    }

    private static void share(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be above 0 and below 1, not " + value);
        }
    }
}
