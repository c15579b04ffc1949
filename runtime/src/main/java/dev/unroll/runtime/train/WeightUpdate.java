package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Trained;
import java.util.List;
import java.util.Optional;

/** Steps of an optimiser on all weights that are not frozen. Made once per training; a step allocates nothing. */
final class WeightUpdate {
    private final Optimizer rule;
    private final Device device;
    private final Trained trained;
    private final List<Trained.Decaying> decaying;

    WeightUpdate(Optimizer rule, Optional<WeightDecay> decay, Device device, Parameters parameters) {
        this.rule = rule;
        this.device = device;
        this.trained = parameters.trained();
        this.decaying = decay.map(rates -> trained.decaying(rates::rate)).orElse(List.of());
    }

    /**
     * One step.
     *
     * @param number of the step in the rule's life, from 1
     */
    void apply(long number, double rate) {
        for (int i = 0; i < decaying.size(); i++) {
            decay(decaying.get(i), rate);
        }
        if (rule instanceof Optimizer.Sgd sgd) {
            device.sgd(
                    trained.weights(),
                    trained.gradients(),
                    trained.states().get(0),
                    (float) rate,
                    (float) sgd.momentum(),
                    sgd.nesterov());
        } else if (rule instanceof Optimizer.Adam adam) {
            adam(number, rate, adam.beta1(), adam.beta2(), adam.epsilon());
        } else if (rule instanceof Optimizer.AdamW adam) {
            adam(number, rate, adam.beta1(), adam.beta2(), adam.epsilon());
        } else if (rule instanceof Optimizer.RmsProp rmsprop) {
            device.rmsprop(
                    trained.weights(),
                    trained.gradients(),
                    trained.states().get(0),
                    rate,
                    rmsprop.rho(),
                    rmsprop.epsilon());
        } else if (rule instanceof Optimizer.Adagrad adagrad) {
            device.adagrad(
                    trained.weights(), trained.gradients(), trained.states().get(0), rate, adagrad.epsilon());
        }
    }

    private void decay(Trained.Decaying weights, double rate) {
        if (rule instanceof Optimizer.AdamW) {
            device.scale(weights.weights(), 1 - rate * weights.rate());
        } else {
            device.addScaled(weights.weights(), weights.rate(), weights.gradients());
        }
    }

    /** Bias corrections folded into rate and epsilon: w -= rate · (m / c1) / (√(v / c2) + epsilon). */
    private void adam(long number, double rate, double beta1, double beta2, double epsilon) {
        double c1 = 1 - TrainingState.power(beta1, number);
        double root = Math.sqrt(1 - TrainingState.power(beta2, number));
        device.adam(
                trained.weights(),
                trained.gradients(),
                trained.states().get(0),
                trained.states().get(1),
                (float) (rate * root / c1),
                (float) beta1,
                (float) beta2,
                (float) (epsilon * root));
    }
}
