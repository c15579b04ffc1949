package dev.unroll.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ParametersTest {
    private static Parameters create(Device device) {
        return Parameters.create(
                device,
                new ParameterSpec(
                        "lstmX",
                        3,
                        8,
                        false,
                        new Segment("lstm.i.x", 0, 4, true, Init.GLOROT, WeightKind.INPUT),
                        new Segment("lstm.f.x", 4, 8, false, Init.HE, WeightKind.INPUT)),
                new ParameterSpec(
                        "lstmH",
                        4,
                        8,
                        false,
                        new Segment("lstm.i.h", 0, 4, false, Init.ORTHOGONAL, WeightKind.RECURRENT),
                        new Segment("lstm.f.h", 4, 8, true, Init.ORTHOGONAL, WeightKind.RECURRENT)),
                new ParameterSpec(
                        "lstmB",
                        1,
                        8,
                        true,
                        new Segment("lstm.i.bias", 0, 4, false, Init.ZEROS, WeightKind.BIAS),
                        new Segment("lstm.f.bias", 4, 8, false, Init.ONES, WeightKind.BIAS)));
    }

    @Test
    void namedViewsAreLiveAndHaveTheUsersShape() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = create(device)) {
            ParameterView view = parameters.named("lstm.i.x");
            assertThat(view.shape()).containsExactly(4, 3);
            view.array().putScalar(2, 1, 5.0);
            assertThat(parameters.weight(0).get(1, 2)).isEqualTo(5);
            parameters.weight(0).set(2, 3, 6);
            assertThat(view.array().getFloat(3, 2)).isEqualTo(6);
            float[] values = new float[12];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            view.setValues(values);
            assertThat(parameters.weight(0).get(1, 2)).isEqualTo(2 * 3 + 1);
            assertThat(view.values()).isEqualTo(values);
            assertThat(view.array().getFloat(2, 1)).isEqualTo(7);
            ParameterView bias = parameters.named("lstm.f.bias");
            assertThat(bias.shape()).containsExactly(4);
            assertThat(bias.array().shape()).containsExactly(4);
            bias.array().putScalar(1, 3.0);
            assertThat(parameters.weight(2).get(0, 5)).isEqualTo(3);
            assertThatThrownBy(() -> view.setValues(new float[11])).hasMessage("lstm.i.x has 12 elements, not 11");
            assertThatThrownBy(() -> parameters.named("lstm")).hasMessageContaining("lstm.i.x");
        }
    }

    @Test
    void flatViewsHoldAllWeightsInOrder() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = create(device)) {
            assertThat(parameters.total()).isEqualTo(24 + 32 + 8);
            parameters.weights().set(0, 24 + 8, 9);
            assertThat(parameters.weight(1).get(1, 0)).isEqualTo(9);
            parameters.gradients().set(0, 24 + 32, 4);
            assertThat(parameters.gradient(2).get(0, 0)).isEqualTo(4);
            assertThat(parameters.named("lstm.i.bias").gradient().get(0, 0)).isEqualTo(4);
        }
    }

    @Test
    void startingValuesDependOnTheSeedAndNotOnTheDevice() {
        try (CpuDevice cpu = CpuDevice.create(2);
                Nd4jDevice doubles = Nd4jDevice.create(DataType.DOUBLE);
                Parameters first = create(cpu);
                Parameters second = create(doubles)) {
            first.initialize(11);
            second.initialize(11);
            for (int i = 0; i < first.named().size(); i++) {
                assertThat(first.named().get(i).values())
                        .isEqualTo(second.named().get(i).values());
            }
            float[] before = first.named("lstm.i.x").values();
            first.initialize(12);
            assertThat(first.named("lstm.i.x").values()).isNotEqualTo(before);
            assertThat(first.named("lstm.i.bias").values()).containsOnly(0);
            assertThat(first.named("lstm.f.bias").values()).containsOnly(1);
        }
    }

    @Test
    void initializersHaveTheirSpread() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = Parameters.create(
                        device,
                        new ParameterSpec(
                                "g", 200, 100, false, new Segment("g", 0, 100, false, Init.GLOROT, WeightKind.INPUT)),
                        new ParameterSpec(
                                "h", 200, 100, false, new Segment("h", 0, 100, false, Init.HE, WeightKind.INPUT)))) {
            parameters.initialize(1);
            double limit = Math.sqrt(6.0 / 300);
            assertThat(deviation(parameters.named("g").values())).isCloseTo(limit / Math.sqrt(3), within(0.002));
            for (float value : parameters.named("g").values()) {
                assertThat(Math.abs(value)).isLessThanOrEqualTo((float) limit);
            }
            assertThat(deviation(parameters.named("h").values())).isCloseTo(Math.sqrt(2.0 / 200), within(0.002));
        }
    }

    @Test
    void orthogonalWeightsAreOrthonormalWithinTheirOwnColumns() {
        for (int[] shape : new int[][] {{5, 5}, {50, 50}, {3, 7}, {7, 3}, {1, 1}}) {
            int rows = shape[0];
            int cols = shape[1];
            try (CpuDevice device = CpuDevice.create(1);
                    Parameters parameters = Parameters.create(
                            device,
                            new ParameterSpec(
                                    "w",
                                    rows,
                                    2 * cols,
                                    false,
                                    new Segment("a", 0, cols, false, Init.ORTHOGONAL, WeightKind.RECURRENT),
                                    new Segment("b", cols, 2 * cols, false, Init.ORTHOGONAL, WeightKind.RECURRENT)))) {
                parameters.initialize(5);
                for (ParameterView view : parameters.named()) {
                    requireOrthonormal(view.values(), rows, cols);
                }
                assertThat(parameters.named("a").values())
                        .isNotEqualTo(parameters.named("b").values());
            }
        }
    }

    private static void requireOrthonormal(float[] w, int rows, int cols) {
        int vectors = Math.min(rows, cols);
        int size = Math.max(rows, cols);
        for (int i = 0; i < vectors; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int c = 0; c < size; c++) {
                    dot += rows >= cols ? w[c * cols + i] * w[c * cols + j] : w[i * cols + c] * w[j * cols + c];
                }
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-6));
            }
        }
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    @Test
    void specificationsAreChecked() {
        Segment a = new Segment("a", 0, 4, false, Init.ZEROS, WeightKind.OTHER);
        assertThatThrownBy(() -> new ParameterSpec("p", 2, 5, false, a)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ParameterSpec("p", 2, 4, true, a)).isInstanceOf(IllegalArgumentException.class);
        try (CpuDevice device = CpuDevice.create(1)) {
            assertThatThrownBy(() -> Parameters.create(
                            device, new ParameterSpec("p", 2, 4, false, a), new ParameterSpec("q", 1, 4, false, a)))
                    .hasMessage("two weights are called a");
        }
    }

    private static ParameterSpec matrix(String name, int rows, Segment... segments) {
        return new ParameterSpec(name, rows, segments[segments.length - 1].to(), false, segments);
    }

    private static Segment part(String name, int from, int to, WeightKind kind) {
        return new Segment(name, from, to, false, Init.constant(1.5), kind);
    }

    /** Kinds declared in turn, two of them side by side in one parameter, and one frozen. */
    private static Parameters mixed(Device device) {
        return Parameters.create(
                device,
                matrix("frozen", 7, part("frozen", 0, 3, WeightKind.EMBEDDING)).asFrozen(),
                matrix("x1", 3, part("x1", 0, 4, WeightKind.INPUT)),
                new ParameterSpec("b1", 1, 4, true, part("b1", 0, 4, WeightKind.BIAS)),
                matrix("both", 5, part("left", 0, 2, WeightKind.INPUT), part("right", 2, 6, WeightKind.RECURRENT)),
                matrix("x2", 2, part("x2", 0, 5, WeightKind.INPUT)),
                matrix("h", 4, part("h", 0, 4, WeightKind.RECURRENT)),
                new ParameterSpec("b2", 1, 3, true, part("b2", 0, 3, WeightKind.BIAS)));
    }

    @Test
    void whatIsTrainedLiesInFewStretches() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = mixed(device)) {
            assertThat(parameters.trained().weights().cols()).isEqualTo(parameters.total() - 21);
            assertThat(parameters.trained().ranges())
                    .extracting(TrainedRange::kind)
                    .containsExactly(
                            WeightKind.INPUT,
                            WeightKind.RECURRENT,
                            WeightKind.BIAS,
                            WeightKind.INPUT,
                            WeightKind.RECURRENT);
            assertThat(parameters.trained().decaying(kind -> kind == WeightKind.BIAS ? 0 : 0.1))
                    .hasSize(3);
            assertThat(parameters.trained().decaying(kind -> 0.1)).hasSize(3);
            assertThat(parameters.trained().decaying(kind -> 0)).isEmpty();
        }
    }

    @Test
    void decayReachesEveryWeightOfAKindAndNoOther() {
        for (Device device : new Device[] {CpuDevice.create(2), Nd4jDevice.create(DataType.DOUBLE)}) {
            try (Parameters parameters = mixed(device)) {
                parameters.initialize(1);
                double rate = 1e-3;
                for (Trained.Decaying decaying : parameters.trained().decaying(WeightDecayRates::of)) {
                    device.decay(decaying.weights(), rate * decaying.rate());
                    device.addScaled(decaying.weights(), decaying.rate(), decaying.gradients());
                }
                double tolerance = device.dataType() == DataType.DOUBLE ? 1e-15 : 1e-7;
                for (ParameterView view : parameters.named()) {
                    double decay = view.name().equals("frozen") ? 0 : WeightDecayRates.of(view.kind());
                    double expected = 1.5 - rate * decay * 1.5;
                    for (int r = 0; r < view.weight().rows(); r++) {
                        for (int c = 0; c < view.weight().cols(); c++) {
                            assertThat(view.weight().getDouble(r, c))
                                    .as(view.name())
                                    .isCloseTo(expected, within(1.5 * tolerance));
                            assertThat(view.gradient().getDouble(r, c))
                                    .as(view.name())
                                    .isCloseTo(decay * expected, within(1.5 * tolerance));
                        }
                    }
                }
            }
        }
    }

    /** Rates by kind; two kinds next to each other have the same. */
    private static final class WeightDecayRates {
        static double of(WeightKind kind) {
            return switch (kind) {
                case INPUT, RECURRENT -> 0.01;
                case BIAS -> 0.5;
                default -> 0;
            };
        }
    }

    @Test
    void flatVectorsKeepTheirWeightsWhereverTheyLie() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = mixed(device)) {
            for (int i = 0; i < parameters.count(); i++) {
                device.fill(parameters.weight(i), i + 1);
                device.fill(parameters.gradient(i), -i - 1);
            }
            float[] weights = new float[parameters.total()];
            float[] gradients = new float[parameters.total()];
            parameters.weights().get(weights);
            parameters.gradients().get(gradients);
            int[] counts = new int[parameters.count() + 1];
            for (int at = 0; at < weights.length; at++) {
                assertThat(gradients[at]).isEqualTo(-weights[at]);
                counts[(int) weights[at]]++;
            }
            assertThat(counts).containsExactly(0, 21, 12, 4, 30, 10, 16, 3);
        }
    }

    @Test
    void frozenAloneCannotBeTrained() {
        try (CpuDevice device = CpuDevice.create(1);
                Parameters parameters = Parameters.create(
                        device,
                        matrix("w", 2, part("w", 0, 2, WeightKind.INPUT)).asFrozen())) {
            assertThatThrownBy(parameters::trained)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("there is nothing to train: all weights are frozen");
        }
    }

    @Test
    void constantsAreFiniteNumbers() {
        assertThat(Init.constant(2).value()).isEqualTo(2);
        assertThatThrownBy(() -> Init.constant(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
