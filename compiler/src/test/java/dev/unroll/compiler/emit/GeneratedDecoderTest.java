package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.MaskSource;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.testing.DecoderModels;
import dev.unroll.runtime.check.GradientCheck;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.decode.Beam;
import dev.unroll.runtime.decode.DecodeSpec;
import dev.unroll.runtime.decode.Hypothesis;
import dev.unroll.runtime.decode.Sampling;
import dev.unroll.runtime.decode.ScheduledSampling;
import dev.unroll.runtime.decode.Searcher;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.Loss;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.Predictor;
import dev.unroll.runtime.train.Scalers;
import dev.unroll.runtime.train.Trainer;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.runtime.train.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Models with decoders, from text to loaded classes: against the interpreter, and what searches find against training's function. */
class GeneratedDecoderTest {
    private static final Map<String, int[]> LENGTHS = Map.of(
            "src", new int[] {5, 4, 4, 2, 1}, "lines", new int[] {1, 2, 2, 3, 4}, "tgt", new int[] {1, 3, 2, 4, 3});
    private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();
    private static InMemoryCompiler classes;

    private static Set<String> names() {
        return DecoderModels.all().keySet();
    }

    @BeforeAll
    static void compile() {
        classes = DecoderPrograms.compile(PROGRAMS);
    }

    private static void agree(Device device, double tolerance) {
        List<String> failures = new ArrayList<>();
        PROGRAMS.forEach((name, program) -> {
            try (ModelProgram generated = Agreement.load(classes, name, device)) {
                Bindings random = Numbers.random(program, 3, LENGTHS);
                Bindings bindings =
                        new Bindings(random.parameters(), random.inputs(), random.lengths(), MaskSource.of(3, 7));
                List<int[]> lengths = new ArrayList<>();
                generated.signature().axes().forEach(axis -> lengths.add(LENGTHS.get(axis)));
                Agreement agreement = new Agreement(name, program, tolerance);
                agreement.measure(bindings);
                agreement.check(generated, bindings, Packings.of(lengths.toArray(int[][]::new)), 3, 7);
            } catch (RuntimeException | AssertionError e) {
                failures.add(name + ": " + e);
            }
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void nd4jDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            agree(device, 1e-12);
        }
    }

    @Test
    void cpuFloat() {
        try (Device device = CpuDevice.create(2)) {
            agree(device, 1e-5);
        }
    }

    /** The runtime's own check, which the tests of {@code test} blocks run. */
    @ParameterizedTest
    @MethodSource("names")
    void gradientsOfGeneratedPrograms(String name) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ModelProgram program = Agreement.load(classes, name, device)) {
            assertThat(GradientCheck.of(program).sample(60).run().error()).isLessThan(1e-6);
        }
    }

    private static final DecodeSpec.Limit LIMIT = new DecodeSpec.Limit(1, "source", 3);

    private static List<DecodeSpec> ways(ModelProgram program) {
        boolean attends =
                !program.signature().decoder().orElseThrow().attentions().isEmpty();
        DecodeSpec greedy = DecodeSpec.greedy(LIMIT).withUnknown(true);
        return List.of(
                greedy,
                greedy.with(new Beam(3, 0.7, attends ? 0.3 : 0, 3)).withMinLength(1),
                greedy.with(Beam.of(5)).withNoRepeat(2),
                greedy.with(new Sampling(1.3, 4, 0.9, 11)));
    }

    /** Every output that a search finds has the probability that the teacher-forced program gives it. */
    @ParameterizedTest
    @MethodSource("names")
    void searchesFindWhatTrainingMakesProbable(String name) {
        try (Device device = CpuDevice.create(2);
                ModelProgram program = Agreement.load(classes, name, device);
                Searcher searcher = new Searcher(program);
                Predictor predictor = new Predictor(program)) {
            program.parameters().initialize(5);
            List<Values> inputs = DecoderPrograms.inputs(program.signature(), 9, 2);
            Examples examples = Examples.of(program.signature(), inputs);
            int compared = 0;
            for (DecodeSpec way : ways(program)) {
                List<List<Hypothesis>> found = searcher.search(examples, way, List.of());
                for (int k = 0; k < found.size(); k++) {
                    for (Hypothesis one : found.get(k)) {
                        if (!one.tokens().isEmpty()) {
                            assertThat(teacherForced(
                                            predictor, program.signature(), inputs, k, one.tokens(), one.ended()))
                                    .isCloseTo(one.logProbability(), within(1e-5));
                            compared++;
                        }
                    }
                }
            }
            assertThat(compared).isGreaterThan(20);
        }
    }

    private static double teacherForced(
            Predictor predictor,
            ModelSignature signature,
            List<Values> inputs,
            int k,
            List<Integer> tokens,
            boolean ended) {
        float[][] target = new float[1][tokens.size()];
        for (int t = 0; t < tokens.size(); t++) {
            target[0][t] = tokens.get(t);
        }
        List<Values> one = inputs.stream().map(values -> values.slice(k, k + 1)).toList();
        Examples example = Examples.of(signature, one, List.of(Values.sequences(target)));
        Values probabilities = predictor.predict(example).get(0);
        double sum = 0;
        for (int t = 0; t < tokens.size() + (ended ? 1 : 0); t++) {
            sum += Math.log(probabilities.get(0, t, t < tokens.size() ? tokens.get(t) : 0));
        }
        return sum;
    }

    /** What is found for an input is the same alone, among others, and among the same in another order. */
    @ParameterizedTest
    @MethodSource("names")
    void outputsDoNotDependOnTheBatch(String name) {
        try (Device device = CpuDevice.create(2);
                ModelProgram program = Agreement.load(classes, name, device);
                Searcher searcher = new Searcher(program)) {
            program.parameters().initialize(6);
            Examples examples = Examples.of(program.signature(), DecoderPrograms.inputs(program.signature(), 12, 4));
            for (DecodeSpec way : ways(program).subList(0, 3)) {
                List<List<Hypothesis>> together = searcher.search(examples, way, List.of());
                for (int k = 0; k < 12; k++) {
                    List<Hypothesis> alone = searcher.search(examples.slice(k, k + 1), way, List.of())
                            .get(0);
                    assertThat(alone.stream().map(Hypothesis::tokens))
                            .isEqualTo(together.get(k).stream()
                                    .map(Hypothesis::tokens)
                                    .toList());
                    for (int h = 0; h < alone.size(); h++) {
                        assertThat(alone.get(h).logProbability())
                                .isCloseTo(together.get(k).get(h).logProbability(), within(2e-6));
                    }
                }
            }
            assertThat(searcher.search(examples, ways(program).get(3), List.of()))
                    .as("drawing is repeatable")
                    .isEqualTo(searcher.search(examples, ways(program).get(3), List.of()));
        }
    }

    /** A beam of one is greedy; one that holds the whole space finds the most probable output of all. */
    @Test
    void widthsOfBeams() {
        try (Device device = CpuDevice.create(2);
                ModelProgram program = Agreement.load(classes, "Bahdanau", device);
                Searcher searcher = new Searcher(program);
                Predictor predictor = new Predictor(program)) {
            program.parameters().initialize(8);
            List<Values> inputs = DecoderPrograms.inputs(program.signature(), 4, 9);
            Examples examples = Examples.of(program.signature(), inputs);
            DecodeSpec greedy = DecodeSpec.greedy(DecodeSpec.Limit.of(3)).withUnknown(true);
            assertThat(searcher.search(examples, greedy.with(Beam.of(1)), List.of()))
                    .isEqualTo(searcher.search(examples, greedy, List.of()));
            List<List<Hypothesis>> all = searcher.search(examples, greedy.with(new Beam(125, 0, 0, 40)), List.of());
            for (int k = 0; k < 4; k++) {
                List<Double> exhaustive = new ArrayList<>();
                for (int a = 1; a < 5; a++) {
                    exhaustive.add(teacherForced(predictor, program.signature(), inputs, k, List.of(a), true));
                    for (int b = 1; b < 5; b++) {
                        exhaustive.add(teacherForced(predictor, program.signature(), inputs, k, List.of(a, b), true));
                    }
                }
                exhaustive.sort((x, y) -> Double.compare(y, x));
                List<Double> ended = all.get(k).stream()
                        .filter(one -> one.ended() && !one.tokens().isEmpty())
                        .map(Hypothesis::logProbability)
                        .toList();
                assertThat(ended).isNotEmpty();
                for (int h = 0; h < ended.size(); h++) {
                    assertThat(ended.get(h)).isCloseTo(exhaustive.get(h), within(1e-5));
                }
            }
        }
    }

    /** Losses of epochs in which a decoder reads true tokens with this probability. */
    private static List<Double> losses(String name, TrainingSpec spec) {
        try (Device device = CpuDevice.create(2);
                ModelProgram program = Agreement.load(classes, name, device)) {
            program.parameters().initialize(5);
            ModelSignature signature = program.signature();
            List<Values> read = DecoderPrograms.inputs(signature, 10, 3);
            Examples examples = Examples.of(signature, read, List.of(DecoderPrograms.truth(signature, 10, 4)));
            Trainer trainer = new Trainer(
                    program,
                    spec,
                    Scalers.fit(examples),
                    new TrainingState(),
                    List.of(),
                    Optional.empty(),
                    file -> {},
                    ScheduledSampling::new);
            return trainer.train(examples, examples.slice(0, 0)).history().epochs().stream()
                    .map(Epoch::loss)
                    .toList();
        }
    }

    /** Every model can read its own tokens in training: always the same ones, and other ones than the truth. */
    @ParameterizedTest
    @MethodSource("names")
    void trainsOnTokensOfItsOwn(String name) {
        TrainingSpec forced = TrainingSpec.loss(Loss.crossEntropy(0))
                .optimizer(Optimizer.adam(0.02))
                .batch(4)
                .epochs(5)
                .build();
        TrainingSpec own = forced.toBuilder().teacherForcing(0.3).build();
        List<Double> losses = losses(name, own);
        assertThat(losses).hasSize(5).allMatch(Double::isFinite).isEqualTo(losses(name, own));
        assertThat(losses.get(4)).isLessThan(losses.get(0));
        assertThat(losses(name, forced))
                .isNotEqualTo(losses)
                .isEqualTo(losses(name, forced.toBuilder().teacherForcing(1).build()));
    }
}
