package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a row computes does not depend on what else is in its batch: of random ragged batches, every row's outputs, loss and part in the
 * gradients against those of the row alone. Differences are relative to the largest number of the same output in all batches, and of
 * gradients to the largest sum of what the rows of a batch contribute to one element, without their signs.
 */
class PaddingInvarianceTest {
    /** {@code -Dunroll.padding.batches=1000} for the full count on both devices. */
    private static final int BATCHES = Integer.getInteger("unroll.padding.batches", 120);

    private static final int DOUBLE_BATCHES = Integer.getInteger("unroll.padding.batches", 15);

    private static final int LONGEST = 14;
    private static final int MOST_ROWS = 40;

    private static final String TEXT = """
            model LastOfLstm {
              input  x : float[time, 3]
              output y : float[2]
              y = x -> LSTM(20) -> last -> Dense(2)
            }
            model EachOfStack {
              input  x : float[time, 2]
              output y : float[time, 3]
              y = x -> GRU(9) -> LSTM(17) -> Dense(3)
            }
            model Skips {
              input  x : float[time, 4]
              output y : float[1]
              wide = x -> SimpleRNN(33)
              y = wide -> GRU(5) -> last -> Dense(8, activation = relu) -> Dense(1)
            }
            vocabulary Words { tokens = words, max_size = 50 }
            labels Moods { GOOD, BAD, NEITHER }
            model Mood {
              input  text : token<Words>[time]
              output mood : label<Moods>
              mood = text -> Embedding(12) -> Bidirectional(LSTM(10)) -> pool(Additive(8)) -> Dense(Moods.size) -> softmax
            }
            model Tagger {
              input  text : token<Words>[time]
              output tags : label<Moods>[time]
              tags = text -> Embedding(8) -> Bidirectional(GRU(12)) -> Dense(Moods.size) -> softmax
            }
            model Reductions {
              input  x : float[time, 3]
              output y : probability
              states = x -> LSTM(12)
              y = concat(states -> mean, states -> max, states -> first) -> Dense(1, activation = sigmoid)
            }
            train Mood { loss = cross_entropy(label_smoothing = 0.1), optimizer = adam(rate = 0.01) }
            train Tagger { loss = cross_entropy, optimizer = adam(rate = 0.01) }
            train Reductions { loss = binary_crossentropy, optimizer = adam(rate = 0.01) }
            train LastOfLstm { loss = mse, optimizer = adam(rate = 0.01) }
            train EachOfStack { loss = mse, optimizer = adam(rate = 0.01) }
            train Skips { loss = huber(delta = 0.5), optimizer = adam(rate = 0.01) }
            """;

    private static final List<String> MODELS =
            List.of("LastOfLstm", "EachOfStack", "Skips", "Mood", "Tagger", "Reductions");
    private static TextModels models;

    @BeforeAll
    static void compile() {
        models = TextModels.of(TEXT);
    }

    @Test
    void cpuFloat() {
        try (Device device = CpuDevice.create(2)) {
            differences(device, BATCHES, 1e-6);
        }
    }

    @Test
    void nd4jDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            differences(device, DOUBLE_BATCHES, 1e-13);
        }
    }

    private static void differences(Device device, int batches, double tolerance) {
        List<String> failures = new ArrayList<>();
        for (int m = 0; m < MODELS.size(); m++) {
            try (ModelProgram program = models.program(MODELS.get(m), device);
                    Rows rows = new Rows(program)) {
                program.parameters().initialize(5);
                for (int batch = m; batch < batches; batch += MODELS.size()) {
                    Random random = new Random(batch);
                    // Some are large enough for two lanes.
                    int examples = batch % 16 == 0 ? MOST_ROWS : 1 + random.nextInt(12);
                    rows.compare(new RaggedExamples(program.signature(), random, examples, LONGEST));
                }
                System.out.printf(
                        "%s on %s: outputs %.1e, loss %.1e, gradients %.1e%n",
                        MODELS.get(m), device.name(), rows.outputs(), rows.loss, rows.gradients);
                if (!(rows.outputs() <= tolerance && rows.loss <= tolerance && rows.gradients <= tolerance)) {
                    failures.add(MODELS.get(m) + ": " + rows.outputs() + ", " + rows.loss + ", " + rows.gradients);
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    /** A program's runs, used for batches and single rows in turn: nothing that is left from before may matter either. */
    private static final class Rows implements AutoCloseable {
        private final ModelProgram program;
        private final TrainRun training;
        private final PredictRun prediction;
        private final boolean perStep;
        private final double[] outputDifferences;
        private final double[] largestOutputs;
        private double loss;
        private double gradients;

        Rows(ModelProgram program) {
            this.program = program;
            training = program.trainRun(MOST_ROWS, MOST_ROWS * LONGEST, LONGEST);
            prediction = program.predictRun(MOST_ROWS, MOST_ROWS * LONGEST, LONGEST);
            perStep = program.signature().outputs().get(0).isSequence();
            outputDifferences = new double[program.signature().outputs().size()];
            largestOutputs = new double[outputDifferences.length];
        }

        double outputs() {
            double most = 0;
            for (int o = 0; o < outputDifferences.length; o++) {
                most = Math.max(most, outputDifferences[o] / largestOutputs[o]);
            }
            return most;
        }

        /** What some examples give together. */
        private record Result(
                List<double[][]> outputs, List<double[][]> predictions, double loss, List<double[]> gradients) {}

        void compare(RaggedExamples examples) {
            int count = examples.lengths.length;
            int[] all = IntStream.range(0, count).toArray();
            Result together = run(examples, all);
            double weightSum = 0;
            double lossSum = 0;
            double[][] sums = null;
            double[][] magnitudes = null;
            Result[] alone = new Result[count];
            for (int e = 0; e < count; e++) {
                alone[e] = run(examples, new int[] {e});
                double weight = perStep ? examples.lengths[e] : 1;
                weightSum += weight;
                lossSum += weight * alone[e].loss();
                if (sums == null) {
                    sums = zeros(alone[e].gradients());
                    magnitudes = zeros(alone[e].gradients());
                }
                add(weight, alone[e].gradients(), sums, magnitudes);
            }
            for (int o = 0; o < outputDifferences.length; o++) {
                for (int e = 0; e < count; e++) {
                    double[] own = alone[e].outputs().get(o)[0];
                    double[] predicted = alone[e].predictions().get(o)[0];
                    largestOutputs[o] = Math.max(largestOutputs[o], largest(own));
                    outputDifferences[o] = Math.max(
                            outputDifferences[o],
                            Math.max(
                                    difference(together.outputs().get(o)[e], own, 1),
                                    difference(together.predictions().get(o)[e], predicted, 1)));
                }
            }
            loss = Math.max(loss, Math.abs(weightSum * together.loss() - lossSum) / lossSum);
            // Of all weights: within a row, what a score's bias under a softmax over steps gets cancels but for a rest
            // without scale.
            double largest = 0;
            for (double[] magnitude : magnitudes) {
                largest = Math.max(largest, largest(magnitude));
            }
            for (int p = 0; p < sums.length; p++) {
                double[] scaled = together.gradients().get(p).clone();
                for (int k = 0; k < scaled.length; k++) {
                    scaled[k] *= weightSum;
                }
                gradients = Math.max(gradients, difference(scaled, sums[p], largest));
            }
        }

        private Result run(RaggedExamples examples, int[] chosen) {
            Packing packing = Packing.of(
                    Arrays.stream(chosen).map(e -> examples.lengths[e]).toArray());
            training.pack(packing);
            examples.fillInputs(packing, chosen, training::input);
            examples.fillTargets(packing, chosen, training::target);
            training.random(1, 1);
            training.forward();
            List<double[][]> outputs = outputs(packing, chosen.length, training::output);
            training.backward();
            List<double[]> gradients = new ArrayList<>();
            for (int p = 0; p < program.parameters().count(); p++) {
                gradients.add(new double[(int) program.parameters().gradient(p).size()]);
                program.parameters().gradient(p).get(gradients.get(p));
            }
            prediction.pack(packing);
            examples.fillInputs(packing, chosen, prediction::input);
            prediction.forward();
            return new Result(outputs, outputs(packing, chosen.length, prediction::output), training.loss(), gradients);
        }

        /** For each output, each example's numbers. */
        private List<double[][]> outputs(Packing packing, int examples, RaggedExamples.Place output) {
            List<double[][]> result = new ArrayList<>();
            for (int o = 0; o < program.signature().outputs().size(); o++) {
                double[][] numbers = new double[examples][];
                for (int e = 0; e < examples; e++) {
                    boolean sequence = program.signature().outputs().get(o).isSequence();
                    numbers[e] = RaggedExamples.output(packing, e, sequence, output.at(o));
                }
                result.add(numbers);
            }
            return result;
        }

        private static double[][] zeros(List<double[]> like) {
            return like.stream().map(numbers -> new double[numbers.length]).toArray(double[][]::new);
        }

        private static void add(double weight, List<double[]> numbers, double[][] sums, double[][] magnitudes) {
            for (int p = 0; p < numbers.size(); p++) {
                for (int k = 0; k < numbers.get(p).length; k++) {
                    sums[p][k] += weight * numbers.get(p)[k];
                    magnitudes[p][k] += weight * Math.abs(numbers.get(p)[k]);
                }
            }
        }

        private static double largest(double[] numbers) {
            return Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
        }

        private static double difference(double[] actual, double[] expected, double largest) {
            double most = 0;
            for (int k = 0; k < expected.length; k++) {
                double difference = Math.abs(actual[k] - expected[k]);
                // Both may be 0: the gradient of a weight that nothing reaches. A NaN stays one.
                most = Math.max(most, difference == 0 ? 0 : difference / largest);
            }
            return most;
        }

        @Override
        public void close() {
            training.close();
            prediction.close();
        }
    }
}
