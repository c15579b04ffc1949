package dev.unroll.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import dev.unroll.runtime.weights.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class GradientCheckTest {
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "false, 5", "true, 1", "true, 4"})
    void rightGradientsPass(boolean perStep, int steps) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = program(device, perStep)) {
            GradientCheck.Result result = GradientCheck.of(program).steps(steps).run();
            assertThat(result.error()).as(result.toString()).isLessThan(1e-6);
            assertThat(result.compared()).isEqualTo(program.parameters().total());
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void rightGradientsOfRaggedBatchesPass(boolean perStep) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = program(device, perStep)) {
            assertThat(GradientCheck.of(program).run().error()).isLessThan(1e-6);
            assertThat(GradientCheck.of(program).lengths(1, 6, 6, 2).run().error())
                    .isLessThan(1e-6);
        }
    }

    @Test
    void findsOneWrongGradient() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = program(device, false)) {
            GradientCheck.Result result =
                    GradientCheck.of(new WrongBias(program)).run();
            assertThat(result.within(1e-5)).isFalse();
            assertThat(result.where()).isEqualTo("rnn.h.bias[3]");
            assertThat(result.error()).isBetween(0.009, 0.011);
        }
    }

    @Test
    void samplesLargeModels() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = program(device, false)) {
            GradientCheck.Result result = GradientCheck.of(program).sample(10).run();
            assertThat(result.compared()).isEqualTo(10);
            assertThat(result.total()).isEqualTo(program.parameters().total());
            assertThat(result).isEqualTo(GradientCheck.of(program).sample(10).run());
        }
    }

    /** The bias is a small part of the model, and still gets its share of the sample. */
    @Test
    void samplesEveryWeight() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = program(device, false)) {
            int bias = (int) program.parameters().named("rnn.h.bias").size();
            int shares = bias * program.parameters().named().size();
            assertThat(shares).isLessThan(program.parameters().total());
            GradientCheck.Result result =
                    GradientCheck.of(new WrongBias(program)).sample(shares).run();
            assertThat(result.where()).isEqualTo("rnn.h.bias[3]");
        }
    }

    @Test
    void fixedLengthsAreCheckedWithFewSteps() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program = new ElmanProgram(
                        device, ElmanProgram.signature(Axis.fixed("time", 100_000), false, 2, Scaling.none()))) {
            assertThat(GradientCheck.of(program).run().error()).isLessThan(1e-6);
        }
    }

    @Test
    void refusesFloats() {
        try (Device device = Nd4jDevice.create(DataType.FLOAT);
                ElmanProgram program = program(device, false)) {
            assertThatThrownBy(() -> GradientCheck.of(program))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs double");
        }
    }

    private static ElmanProgram program(Device device, boolean perStep) {
        return new ElmanProgram(device, ElmanProgram.signature(Axis.free("time"), perStep, 2, Scaling.none()));
    }

    /** The same program with one gradient 1 % too large. */
    private record WrongBias(ElmanProgram program) implements ModelProgram {
        @Override
        public Device device() {
            return program.device();
        }

        @Override
        public Parameters parameters() {
            return program.parameters();
        }

        @Override
        public ModelSignature signature() {
            return program.signature();
        }

        @Override
        public TrainRun trainRun(int batch, int tokens, int steps) {
            return new WrongRun(
                    program.trainRun(batch, tokens, steps), program.parameters().gradient(2));
        }

        @Override
        public PredictRun predictRun(int batch, int tokens, int steps) {
            return program.predictRun(batch, tokens, steps);
        }

        @Override
        public void close() {
            program.close();
        }
    }

    private record WrongRun(TrainRun run, Matrix bias) implements TrainRun {
        @Override
        public void pack(Packing packing) {
            run.pack(packing);
        }

        @Override
        public Matrix input(int i) {
            return run.input(i);
        }

        @Override
        public Matrix target(int o) {
            return run.target(o);
        }

        @Override
        public void random(long seed, long step) {
            run.random(seed, step);
        }

        @Override
        public void forward() {
            run.forward();
        }

        @Override
        public void backward() {
            run.backward();
            bias.setDouble(0, 3, bias.getDouble(0, 3) * 1.01);
        }

        @Override
        public double loss() {
            return run.loss();
        }

        @Override
        public Matrix output(int o) {
            return run.output(o);
        }

        @Override
        public long bytes() {
            return run.bytes();
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
