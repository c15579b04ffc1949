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

    /** One step of the rule on all weights; counts it. */
    void step(Optimizer rule, double rate, Device device, Parameters parameters) {
        steps++;
        if (rule instanceof Optimizer.Sgd sgd) {
            device.sgd(
                    parameters.weights(),
                    parameters.gradients(),
                    parameters.state(0),
                    (float) rate,
                    (float) sgd.momentum(),
                    sgd.nesterov());
        } else if (rule instanceof Optimizer.Adam adam) {
            // Bias corrections folded into rate and epsilon: w -= rate · (m / c1) / (√(v / c2) + epsilon).
            double c1 = 1 - power(adam.beta1(), steps);
            double root = Math.sqrt(1 - power(adam.beta2(), steps));
            device.adam(
                    parameters.weights(),
                    parameters.gradients(),
                    parameters.state(0),
                    parameters.state(1),
                    (float) (rate * root / c1),
                    (float) adam.beta1(),
                    (float) adam.beta2(),
                    (float) (adam.epsilon() * root));
        }
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
