package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.weights.Parameters;
import java.util.Optional;

/**
 * How far a model's training has come: what a resumed training needs besides weights and the optimiser's moments, which lie in
 * {@link Parameters}. Shuffling depends on seed and epoch, dropout on seed and step, so going on from here gives the same
 * bits as never having stopped.
 */
public final class TrainingState {
    private int epochs;
    private long steps;
    private Optional<Optimizer> optimizer = Optional.empty();
    private Optional<Unfinished> unfinished = Optional.empty();

    /** Epochs done. */
    public int epochs() {
        return epochs;
    }

    /** Weight updates done. */
    public long steps() {
        return steps;
    }

    /** The rule the moments belong to; empty before the first step. */
    public Optional<Optimizer> optimizer() {
        return optimizer;
    }

    /** Takes over what a file says. */
    public void restore(int epochsDone, long stepsDone, Optional<Optimizer> rule) {
        epochs = epochsDone;
        steps = stepsDone;
        optimizer = rule;
        unfinished = Optional.empty();
    }

    /** Prepares for a rule: another kind of rule than before starts with fresh moments, another rate does not. */
    void begin(Optimizer rule, Device device, Parameters parameters) {
        boolean sameKind = optimizer.isPresent() && optimizer.get().getClass() == rule.getClass();
        if (!sameKind) {
            steps = 0;
            for (int i = 0; i < Parameters.STATES; i++) {
                device.fill(parameters.state(i), 0);
            }
        }
        optimizer = Optional.of(rule);
    }

    /** Counts a step. */
    void stepDone() {
        steps++;
    }

    /** Goes back to an earlier count. */
    void rewind(int epochsDone, long stepsDone) {
        epochs = epochsDone;
        steps = stepsDone;
    }

    /** A training that was interrupted and that the next one goes on with; empty mostly. */
    public Optional<Unfinished> unfinished() {
        return unfinished;
    }

    /** Forgets an interrupted training: the next one begins anew, from the weights as they are. */
    public void abandon() {
        unfinished = Optional.empty();
    }

    /** Takes over what a file says of an interrupted training, or what is to be written. */
    public void interrupt(Unfinished training) {
        unfinished = Optional.of(training);
    }

    /** By repeated squaring: the same bits everywhere, unlike Math.pow, and nothing allocated, unlike StrictMath.pow. */
    static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    void epochDone() {
        epochs++;
    }
}
