package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.decode.Beam;
import dev.unroll.runtime.decode.DecodeSpec;
import dev.unroll.runtime.decode.Hypothesis;
import dev.unroll.runtime.decode.Searcher;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Predictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a decoder gives for an example does not depend on what else is in the batch: random batches over two axes, whose orders
 * differ, against every example alone.
 */
class DecoderInvarianceTest {
    private static final int BATCHES = 1000;
    private static final int DOUBLE_BATCHES = 30;
    private static final int POOL = 60;
    private static InMemoryCompiler classes;

    @BeforeAll
    static void compile() {
        classes = DecoderPrograms.compile(new HashMap<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bahdanau", "Covered", "Heads"})
    void cpuFloat(String model) {
        try (Device device = CpuDevice.create(2)) {
            assertThat(difference(model, device, BATCHES)).isLessThanOrEqualTo(1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bahdanau", "Covered", "Heads"})
    void nd4jDouble(String model) {
        // what comes out is float also here
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            assertThat(difference(model, device, DOUBLE_BATCHES)).isLessThanOrEqualTo(1e-7);
        }
    }

    /** The greatest difference of a probability; fails where tokens differ. */
    private static double difference(String model, Device device, int batches) {
        try (ModelProgram program = Agreement.load(classes, model, device);
                Searcher searcher = new Searcher(program);
                Predictor predictor = new Predictor(program)) {
            program.parameters().initialize(7);
            ModelSignature signature = program.signature();
            List<Values> inputs = DecoderPrograms.inputs(signature, POOL, 5);
            Examples forced = Examples.of(signature, inputs, List.of(DecoderPrograms.truth(signature, POOL, 6)));
            Examples pool = Examples.of(signature, inputs);
            DecodeSpec beam = DecodeSpec.search(new Beam(2, 0.6, 0.2, 2), new DecodeSpec.Limit(1, "source", 3));
            List<Values> alone = new ArrayList<>();
            List<List<Hypothesis>> found = new ArrayList<>();
            for (int k = 0; k < POOL; k++) {
                alone.add(predictor.predict(forced.slice(k, k + 1)).get(0));
                found.add(searcher.search(pool.slice(k, k + 1), beam, List.of()).get(0));
            }
            Random random = new Random(11);
            double difference = 0;
            for (int batch = 0; batch < batches; batch++) {
                // some are large enough for two lanes
                int[] chosen = random.ints(batch % 16 == 0 ? 40 : 2 + random.nextInt(8), 0, POOL)
                        .toArray();
                Values together = predictor.predict(forced.select(chosen)).get(0);
                for (int k = 0; k < chosen.length; k++) {
                    difference = Math.max(difference, difference(together, k, alone.get(chosen[k])));
                }
                if (batch % 10 == 0) {
                    List<List<Hypothesis>> searched = searcher.search(pool.select(chosen), beam, List.of());
                    for (int k = 0; k < chosen.length; k++) {
                        difference = Math.max(difference, difference(searched.get(k), found.get(chosen[k])));
                    }
                }
            }
            System.out.printf("%s on %s: %d batches, %.1e%n", model, device.name(), batches, difference);
            return difference;
        }
    }

    private static double difference(Values together, int example, Values alone) {
        assertThat(together.length(example)).isEqualTo(alone.length(0));
        double most = 0;
        for (int t = 0; t < alone.length(0); t++) {
            for (int f = 0; f < alone.width(); f++) {
                most = Math.max(most, Math.abs(together.get(example, t, f) - alone.get(0, t, f)));
            }
        }
        return most;
    }

    private static double difference(List<Hypothesis> together, List<Hypothesis> alone) {
        assertThat(together.stream().map(Hypothesis::tokens))
                .isEqualTo(alone.stream().map(Hypothesis::tokens).toList());
        double most = 0;
        for (int h = 0; h < alone.size(); h++) {
            // of a probability, as the others
            most = Math.max(
                    most,
                    Math.abs(Math.exp(together.get(h).logProbability())
                            - Math.exp(alone.get(h).logProbability())));
        }
        return most;
    }
}
