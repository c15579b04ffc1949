package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.TrainRun;
import dev.unroll.runtime.weights.Parameters;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same training gives the same bits for any number of threads, on models and batches large enough to be shared out. */
class SameBitsTest {
    private static final int EXAMPLES = 96;
    private static final int LONGEST = 25;
    private static final int STEPS = 4;

    private static final String TEXT = """
            model Forecast {
              input  x : float[time, 8]
              output y : float[3]
              y = x -> LSTM(64) -> Dropout(0.3) -> LSTM(40) -> last -> Dense(3)
            }
            model Each {
              input  x : float[time, 5]
              output y : float[time, 4]
              y = x -> GRU(70) -> Dense(50, activation = tanh) -> Dropout(0.2) -> Dense(4)
            }
            model Plain {
              input  x : float[time, 30]
              output y : float[1]
              y = x -> SimpleRNN(129) -> last -> Dense(1)
            }
            vocabulary Words { tokens = words, max_size = 900 }
            model Writer {
              input  text : token<Words>[time]
              output next : token<Words>[time]
              next = text -> Embedding(80) -> LSTM(24, dropout = { input = 0.2 }) -> Dense(Words.size) -> softmax
            }
            labels Moods { GOOD, BAD }
            model Mood {
              input  text : token<Words>[time]
              output mood : label<Moods>
              mood = text -> Embedding(70) -> Bidirectional(GRU(40)) -> pool(Additive(30)) -> Dense(Moods.size) -> softmax
            }
            train Writer { loss = cross_entropy, optimizer = adam(rate = 0.01) }
            train Mood { loss = cross_entropy, optimizer = adam(rate = 0.01) }
            train Forecast { loss = mse, optimizer = adam(rate = 0.01) }
            train Each { loss = mae, optimizer = adam(rate = 0.01) }
            train Plain { loss = huber(delta = 0.5), optimizer = adam(rate = 0.01) }
            """;

    @Test
    void oneTwoAndThreeThreads() {
        TextModels models = TextModels.of(TEXT);
        for (String model : new String[] {"Forecast", "Each", "Plain", "Writer", "Mood"}) {
            float[] expected = train(models, model, 1);
            assertThat(expected).doesNotContain(Float.NaN);
            for (int threads : new int[] {2, 3}) {
                assertThat(train(models, model, threads))
                        .as("%s with %d threads", model, threads)
                        .isEqualTo(expected);
            }
        }
    }

    /** All weights, moments and losses after some steps. */
    private static float[] train(TextModels models, String model, int threads) {
        try (Device device = CpuDevice.create(threads);
                ModelProgram program = models.program(model, device);
                TrainRun run = program.trainRun(EXAMPLES, EXAMPLES * LONGEST, LONGEST)) {
            Parameters parameters = program.parameters();
            parameters.initialize(9);
            int[] all = IntStream.range(0, EXAMPLES).toArray();
            float[] result = new float[3 * parameters.total() + STEPS];
            for (int step = 0; step < STEPS; step++) {
                RaggedExamples examples = new RaggedExamples(program.signature(), new Random(step), EXAMPLES, LONGEST);
                Packing packing = Packing.of(examples.lengths);
                run.pack(packing);
                examples.fillInputs(packing, all, run::input);
                examples.fillTargets(packing, all, run::target);
                run.random(9, step);
                run.forward();
                run.backward();
                device.clipNorm(parameters.gradients(), 1);
                device.decay(parameters.weights(), 1e-4);
                device.adam(
                        parameters.weights(),
                        parameters.gradients(),
                        parameters.state(0),
                        parameters.state(1),
                        0.01,
                        0.9,
                        0.999,
                        1e-8);
                result[3 * parameters.total() + step] = (float) run.loss();
            }
            float[] flat = new float[parameters.total()];
            parameters.weights().get(flat);
            System.arraycopy(flat, 0, result, 0, flat.length);
            parameters.state(0).get(flat);
            System.arraycopy(flat, 0, result, flat.length, flat.length);
            parameters.state(1).get(flat);
            System.arraycopy(flat, 0, result, 2 * flat.length, flat.length);
            return result;
        }
    }
}
