package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.Front;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.TypedModel;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The samples' models, from their own texts through every stage to loaded classes, against the interpreter running the same
 * programs before any pass: loss, outputs in training mode (dropout on), the gradient of every weight, and predictions.
 */
class GeneratedCodeTest {
    private static final long SEED = 20;
    private static final long STEP = 7;

    /** Programs as lowered, with their plain gradient, by the name of their model. */
    private static final Map<String, Program> PLAIN = new LinkedHashMap<>();

    /** Programs after all passes; asked only how weights were joined. */
    private static final Map<String, Program> OPTIMISED = new LinkedHashMap<>();

    private static final Map<String, String> PACKAGES = new LinkedHashMap<>();
    private static InMemoryCompiler classes;

    @BeforeAll
    static void compile() {
        Front front = Front.of(SampleTexts.all());
        for (TypedModel model : front.models()) {
            ModelSpec spec = model.spec();
            if (!spec.vocabularies().isEmpty() || !spec.labels().isEmpty()) {
                // Their inputs are ids: random programs and the models of every layer cover those.
                continue;
            }
            Program lowered = RnnCompiler.lower(model);
            PLAIN.put(spec.name(), Differentiate.run(lowered));
            OPTIMISED.put(spec.name(), RnnCompiler.differentiate(lowered));
            PACKAGES.put(spec.name(), spec.packageName());
        }
        Compilation compilation = RnnCompiler.compile(SampleTexts.all(), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.addAll(compilation.testSources());
        classes = InMemoryCompiler.compile(files);
    }

    @Test
    void everySampleIsHere() {
        assertThat(PLAIN.keySet())
                .contains(
                        "Births",
                        "StockPrice",
                        "SineRnn",
                        "SineLstm",
                        "SineGru",
                        "SineGruBefore",
                        "SineStack",
                        "Sunspots");
    }

    @Test
    void onTheCpuInFloat() {
        try (Device device = CpuDevice.create(2)) {
            agree(device, 1e-5);
        }
    }

    @Test
    void onNd4jInFloat() {
        try (Device device = Nd4jDevice.create(DataType.FLOAT)) {
            agree(device, 1e-5);
        }
    }

    @Test
    void onNd4jInDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            agree(device, 1e-12);
        }
    }

    private static void agree(Device device, double tolerance) {
        double largest = 0;
        for (String name : PLAIN.keySet()) {
            try (ModelProgram generated = load(name, device)) {
                int steps = generated.signature().inputs().get(0).axis().steps();
                List<int[]> lengths = steps > 0
                        ? List.of(new int[] {steps, steps, steps}, new int[] {steps})
                        : List.of(new int[] {6, 6, 6}, new int[] {7, 5, 5, 2, 1}, new int[] {1, 1});
                for (int[] each : lengths) {
                    double difference = difference(name, generated, each);
                    assertThat(difference)
                            .as("%s on %s, lengths %s", name, device.name(), Arrays.toString(each))
                            .isLessThanOrEqualTo(tolerance);
                    largest = Math.max(largest, difference);
                }
            }
        }
        System.out.printf("samples on %s: largest relative difference %.1e%n", device.name(), largest);
    }

    /**
     * The largest difference of a result, relative to the result's largest number. A weight's gradient that is a thousandth of
     * the model's largest counts as that: its terms have cancelled, and with them its digits.
     */
    private static double difference(String name, ModelProgram generated, int[] lengths) {
        Program plain = PLAIN.get(name);
        Program optimised = OPTIMISED.get(name);
        Bindings bindings = bindings(plain, lengths);
        Map<String, double[]> expected = Numbers.results(plain, bindings);
        Map<String, double[]> actual = new LinkedHashMap<>();
        Map<Value, double[]> weights =
                Numbers.rebound(plain, bindings, optimised).parameters();
        for (int i = 0; i < optimised.parameters().size(); i++) {
            generated
                    .parameters()
                    .weight(i)
                    .set(weights.get(optimised.parameterValues().get(i)));
        }
        Packing packing = Packing.of(lengths);
        try (TrainRun run = generated.trainRun(packing.batch(), packing.tokens(), packing.steps())) {
            run.pack(packing);
            run.random(SEED, STEP);
            bind(plain, bindings, run::input, Optional.of(run::target));
            // twice: nothing of the first time may be left
            for (int time = 0; time < 2; time++) {
                run.forward();
                run.backward();
            }
            actual.put("forward 0", new double[] {run.loss()});
            outputs(generated, "forward ", 1, run::output, actual);
        }
        for (int i = 0; i < optimised.parameters().size(); i++) {
            gradients(
                    optimised.parameters().get(i),
                    numbers(generated.parameters().gradient(i)),
                    actual);
        }
        try (PredictRun run = generated.predictRun(packing.batch(), packing.tokens(), packing.steps())) {
            run.pack(packing);
            bind(plain, bindings, run::input, Optional.empty());
            run.forward();
            outputs(generated, "predict ", 0, run::output, actual);
        }
        return compare(name, expected, actual);
    }

    private static double compare(String name, Map<String, double[]> expected, Map<String, double[]> actual) {
        assertThat(actual.keySet()).as(name).containsExactlyInAnyOrderElementsOf(expected.keySet());
        double floor = 1e-3
                * expected.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("d "))
                        .mapToDouble(e -> largest(e.getValue()))
                        .max()
                        .orElseThrow();
        double worst = 0;
        for (String result : expected.keySet()) {
            double[] e = expected.get(result);
            double[] a = actual.get(result);
            assertThat(a).as(result).hasSameSizeAs(e);
            double scale = Math.max(largest(e), result.startsWith("d ") ? floor : 0);
            for (int i = 0; i < e.length; i++) {
                // a NaN stays
                worst = Math.max(worst, Math.abs(e[i] - a[i]) / scale);
            }
        }
        return worst;
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }

    /** Numbers that are floats, so that all devices see the same; weights about as large as trained ones are. */
    private static Bindings bindings(Program program, int[] lengths) {
        Random random = new Random(SEED);
        Map<Value, double[]> parameters = new HashMap<>();
        for (Value parameter : program.parameterValues()) {
            List<Integer> dims = parameter.type().dims();
            double deviation = dims.size() == 2 ? 1 / Math.sqrt(dims.get(0)) : 0.3;
            parameters.put(parameter, floats(random, dims.stream().reduce(1, (a, b) -> a * b), deviation));
        }
        int tokens = Arrays.stream(lengths).sum();
        Map<Value, double[]> inputs = new HashMap<>();
        for (Value input : program.inputs()) {
            boolean sequence = input.type().extent().kind() == Extent.Kind.TOKENS;
            inputs.put(
                    input,
                    floats(
                            random,
                            (sequence ? tokens : lengths.length) * input.type().width(),
                            0.5));
        }
        String axis = program.inputs().stream()
                .map(input -> input.type().extent().axis())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
        return new Bindings(parameters, inputs, Map.of(axis, lengths), SEED, STEP);
    }

    private static double[] floats(Random random, int count, double deviation) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> (float) (deviation * random.nextGaussian()));
        return numbers;
    }

    /** Inputs in order, then targets in the order of the outputs; a prediction has no targets. */
    private static void bind(
            Program program, Bindings bindings, IntFunction<Matrix> input, Optional<IntFunction<Matrix>> target) {
        int inputs = 0;
        int targets = 0;
        for (Value value : program.inputs()) {
            double[] numbers = bindings.inputs().get(value);
            if (!value.name().startsWith("target_")) {
                input.apply(inputs++).set(numbers);
            } else if (target.isPresent()) {
                target.get().apply(targets++).set(numbers);
            }
        }
    }

    private static void outputs(
            ModelProgram generated, String run, int first, IntFunction<Matrix> output, Map<String, double[]> into) {
        for (int o = 0; o < generated.signature().outputs().size(); o++) {
            into.put(run + (first + o), numbers(output.apply(o)));
        }
    }

    /** A joined gradient, apart again. */
    private static void gradients(Parameter parameter, double[] joined, Map<String, double[]> into) {
        int width = parameter.value().type().width();
        for (Parameter.Segment segment : parameter.segments()) {
            int columns = segment.to() - segment.from();
            double[] part = new double[joined.length / width * columns];
            Arrays.setAll(part, i -> joined[i / columns * width + segment.from() + i % columns]);
            into.put("d " + segment.name(), part);
        }
    }

    private static double[] numbers(Matrix matrix) {
        double[] numbers = new double[Math.toIntExact(matrix.size())];
        matrix.get(numbers);
        return numbers;
    }

    private static ModelProgram load(String model, Device device) {
        try {
            Constructor<?> constructor = classes.loadClass(PACKAGES.get(model) + "." + model + "Program")
                    .getDeclaredConstructor(Device.class);
            constructor.setAccessible(true);
            return (ModelProgram) constructor.newInstance(device);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("generated program of " + model, e);
        }
    }
}
