package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.weights.Init;
import dev.unroll.runtime.weights.ParameterSpec;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Segment;
import dev.unroll.runtime.weights.WeightKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Every rule beside its equations, written down in double; weight decay by the kind of weight; frozen weights. */
class WeightUpdateTest {
    private static final double RATE = 0.1;

    private interface Rule {
        /** The new weight; {@code s} holds the moments. */
        double step(double w, double g, double[] s, int t);
    }

    @Test
    void rulesFollowTheirEquations() {
        check(new Optimizer.Sgd(RATE, 0, false), (w, g, s, t) -> w - RATE * g);
        check(new Optimizer.Sgd(RATE, 0.9, false), (w, g, s, t) -> {
            s[0] = 0.9 * s[0] + g;
            return w - RATE * s[0];
        });
        check(new Optimizer.Sgd(RATE, 0.9, true), (w, g, s, t) -> {
            s[0] = 0.9 * s[0] + g;
            return w - RATE * (g + 0.9 * s[0]);
        });
        check(new Optimizer.Adam(RATE, 0.9, 0.99, 1e-3), WeightUpdateTest::adam);
        check(new Optimizer.RmsProp(RATE, 0.8, 1e-3), (w, g, s, t) -> {
            s[0] = 0.8 * s[0] + 0.2 * g * g;
            return w - RATE * g / (Math.sqrt(s[0]) + 1e-3);
        });
        check(new Optimizer.Adagrad(RATE, 1e-3), (w, g, s, t) -> {
            s[0] += g * g;
            return w - RATE * g / (Math.sqrt(s[0]) + 1e-3);
        });
    }

    private static double adam(double w, double g, double[] s, int t) {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.99 * s[1] + 0.01 * g * g;
        double m = s[0] / (1 - Math.pow(0.9, t));
        double v = s[1] / (1 - Math.pow(0.99, t));
        return w - RATE * m / (Math.sqrt(v) + 1e-3);
    }

    private static void check(Optimizer rule, Rule equation) {
        check(rule, Optional.empty(), 0, equation);
        // In the gradient, as if the loss had decay / 2 * w².
        check(
                rule,
                Optional.of(WeightDecay.none().with(WeightKind.INPUT, 0.3)),
                0,
                (w, g, s, t) -> equation.step(w, g + 0.3 * w, s, t));
        check(rule, Optional.of(WeightDecay.none().with(WeightKind.RECURRENT, 0.3)), 0, equation);
    }

    private static void check(Optimizer rule, Optional<WeightDecay> decay, int element, Rule equation) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(3))) {
            Parameters parameters = program.parameters();
            device.fill(parameters.weights(), 0.5);
            WeightUpdate update = new WeightUpdate(rule, decay, device, parameters);
            double w = 0.5;
            double[] s = new double[2];
            for (int t = 1; t <= 6; t++) {
                double g = Math.sin(t);
                device.fill(parameters.gradients(), 0);
                parameters.gradient(0).setDouble(0, element, g);
                update.apply(t, rule.rate().first());
                w = equation.step(w, g, s, t);
                assertThat(parameters.weight(0).getDouble(0, element))
                        .as(rule + ", decay " + decay + ", step " + t)
                        .isCloseTo(w, within(1e-6)); // rates and betas are floats in the device
            }
        }
    }

    @Test
    void adamwShrinksWeightsBesideTheMoments() {
        check(
                new Optimizer.AdamW(RATE, 0.9, 0.99, 1e-3),
                Optional.of(WeightDecay.of(0.3)),
                0,
                (w, g, s, t) -> adam(w * (1 - RATE * 0.3), g, s, t));
    }

    @Test
    void oneDecayLeavesBiasesAlone() {
        WeightDecay one = WeightDecay.of(0.01);
        assertThat(one.rate(WeightKind.EMBEDDING)).isEqualTo(0.01);
        assertThat(one.rate(WeightKind.BIAS)).isZero();
        assertThat(one.rate(WeightKind.GAIN)).isZero();
        assertThat(one).isEqualTo(WeightDecay.of(0.01)).isNotEqualTo(WeightDecay.of(0.02));
    }

    @Test
    void frozenWeightsStayAsTheyAre() {
        try (Device device = CpuDevice.create();
                Parameters parameters = Parameters.create(
                        device, spec("table", WeightKind.EMBEDDING).asFrozen(), spec("dense", WeightKind.INPUT))) {
            device.fill(parameters.weights(), 1);
            device.fill(parameters.gradients(), 1);
            new WeightUpdate(
                            new Optimizer.AdamW(0.1, 0.9, 0.999, 1e-8),
                            Optional.of(WeightDecay.of(0.5)),
                            device,
                            parameters)
                    .apply(1, 0.1);
            assertThat(parameters.named("table").values()).containsOnly(1);
            assertThat(parameters.named("dense").values()[0]).isLessThan(0.9f);
        }
    }

    private static ParameterSpec spec(String name, WeightKind kind) {
        return new ParameterSpec(name, 2, 3, false, new Segment(name, 0, 3, false, Init.ZEROS, kind));
    }
}
