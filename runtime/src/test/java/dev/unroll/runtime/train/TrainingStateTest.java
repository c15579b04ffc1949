package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class TrainingStateTest {
    @Test
    void powersAreRight() {
        assertThat(TrainingState.power(0.999, 0)).isEqualTo(1);
        assertThat(TrainingState.power(0.5, 10)).isEqualTo(1 / 1024.0);
        assertThat(TrainingState.power(0.999, 123_457)).isCloseTo(Math.pow(0.999, 123_457), within(1e-60));
    }

    /** Adam written down as in the paper, in double, beside the device's. */
    @Test
    void adamFollowsThePaper() {
        Optimizer.Adam rule = new Optimizer.Adam(0.01, 0.9, 0.99, 1e-3);
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(3))) {
            TrainingState state = new TrainingState();
            state.begin(rule, device, program.parameters());
            WeightUpdate update = new WeightUpdate(rule, Optional.empty(), device, program.parameters());
            double w = 0;
            double m = 0;
            double v = 0;
            for (int t = 1; t <= 5; t++) {
                double g = Math.sin(t);
                device.fill(program.parameters().gradients(), 0);
                program.parameters().gradients().setDouble(0, 4, g);
                state.stepDone();
                update.apply(state.steps(), rule.rate().first());
                m = 0.9 * m + 0.1 * g;
                v = 0.99 * v + 0.01 * g * g;
                w -= 0.01 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-3);
                assertThat(program.parameters().weights().getDouble(0, 4))
                        .as("step " + t)
                        .isCloseTo(w, within(1e-7)); // rates and betas are floats in the device
            }
            assertThat(state.steps()).isEqualTo(5);
        }
    }

    @Test
    void anotherKindOfRuleStartsAfresh() {
        try (Device device = Nd4jDevice.create(DataType.FLOAT);
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(3))) {
            TrainingState state = new TrainingState();
            state.begin(Optimizer.adam(0.1), device, program.parameters());
            device.fill(program.parameters().gradients(), 1);
            state.stepDone();
            new WeightUpdate(Optimizer.adam(0.1), Optional.empty(), device, program.parameters()).apply(1, 0.1);
            state.begin(Optimizer.adam(0.2), device, program.parameters());
            assertThat(state.steps()).as("another rate goes on").isEqualTo(1);
            assertThat(program.parameters().state(0).get(0, 0)).isNotZero();
            state.begin(Optimizer.sgd(0.2), device, program.parameters());
            assertThat(state.steps()).isZero();
            assertThat(program.parameters().state(0).get(0, 0)).isZero();
        }
    }
}
