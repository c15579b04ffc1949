package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.GradientCheck;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.StatePort;
import dev.unroll.compiler.types.TypedModel;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** States handed from run to run and reset in the middle: the same as one run of each sequence. */
class StatePortsTest {
    private static final String TEXT = """
            rnn 1
            cell Leaky(units: int)(x: float[n]) {
              state h: float[units] = trained
              step { h = 0.5 * prev(h) + tanh(linear(x, prev(h))) }
              emit h
            }
            model Ported {
              input x : float[time, 2]
              output y : float[time, 1]
              y = x -> LSTM(3) -> Leaky(2) -> Dense(1)
            }
            """;
    private static final List<StatePort> STATES = List.of(
            new StatePort("lstm1.h", "state_lstm1_h", 3),
            new StatePort("lstm1.c", "state_lstm1_c", 3),
            new StatePort("leaky1.h", "state_leaky1_h", 2));

    private static Program lowered;
    private static Program program;
    private static InMemoryCompiler classes;

    @BeforeAll
    static void compile() {
        Front front = Front.of(List.of(new Source("ported.rnn", TEXT)));
        assertThat(front.diagnostics().sorted()).isEmpty();
        TypedModel typed = front.models().get(0);
        ModelSpec spec = typed.spec();
        ModelSpec ported = new ModelSpec(
                Models.PACKAGE,
                spec.name(),
                spec.doc(),
                spec.hyperParameters(),
                spec.inputs(),
                spec.outputs(),
                spec.vocabularies(),
                spec.labels(),
                spec.embeddingFiles(),
                STATES,
                spec.train(),
                spec.serve(),
                spec.tests(),
                spec.source(),
                spec.synthetic());
        lowered = RnnCompiler.lower(new TypedModel(ported, typed.weights(), typed.bindings()));
        program = RnnCompiler.differentiate(lowered);
        classes = InMemoryCompiler.compile(Emitter.emit(ported, Planner.plan(program)));
    }

    /** Examples of two numbers per step, with the states they start from and the steps at which they start afresh. */
    private static final class Batch {
        private final int[] lengths;
        private final double[][][] x;
        private final double[][][] states;
        private final double[][] reset;

        private Batch(int[] lengths, double[][][] x, double[][][] states, double[][] reset) {
            this.lengths = lengths;
            this.x = x;
            this.states = states;
            this.reset = reset;
        }

        static Batch random(long seed, int... lengths) {
            Random random = new Random(seed);
            double[][][] x = new double[lengths.length][][];
            double[][] reset = new double[lengths.length][];
            double[][][] states = new double[STATES.size()][lengths.length][];
            for (int b = 0; b < lengths.length; b++) {
                x[b] = new double[lengths[b]][];
                Arrays.setAll(x[b], t -> random.doubles(2, -1, 1).toArray());
                reset[b] = new double[lengths[b]];
                for (int s = 0; s < states.length; s++) {
                    states[s][b] =
                            random.doubles(STATES.get(s).width(), -0.7, 0.7).toArray();
                }
            }
            return new Batch(lengths, x, states, reset);
        }

        /** Steps {@code from} (inclusive) to {@code to} of the examples that have some, from other states. */
        Batch steps(int from, int to, double[][][] other) {
            int[] rest = Arrays.stream(lengths)
                    .map(length -> Math.min(length, to) - from)
                    .filter(length -> length > 0)
                    .toArray();
            double[][][] xs = new double[rest.length][][];
            double[][] resets = new double[rest.length][];
            double[][][] first = new double[STATES.size()][][];
            for (int b = 0; b < rest.length; b++) {
                xs[b] = Arrays.copyOfRange(x[b], from, from + rest[b]);
                resets[b] = Arrays.copyOfRange(reset[b], from, from + rest[b]);
            }
            Arrays.setAll(first, s -> Arrays.copyOf(other[s], rest.length));
            return new Batch(rest, xs, first, resets);
        }

        double[] packedX() {
            return packed(x);
        }

        double[] packedReset() {
            double[][][] columns = new double[lengths.length][][];
            Arrays.setAll(
                    columns,
                    b -> Arrays.stream(reset[b]).mapToObj(r -> new double[] {r}).toArray(double[][]::new));
            return packed(columns);
        }

        double[] packed(double[][][] rows) {
            List<double[]> packed = new ArrayList<>();
            for (int t = 0; t < lengths[0]; t++) {
                for (int b = 0; b < lengths.length; b++) {
                    if (t < lengths[b]) {
                        packed.add(rows[b][t]);
                    }
                }
            }
            return packed.stream().flatMapToDouble(Arrays::stream).toArray();
        }

        double[] state(int s) {
            return Arrays.stream(states[s]).flatMapToDouble(Arrays::stream).toArray();
        }

        /** The rows of each example out of packed ones of width 1. */
        double[][] examples(double[] packed) {
            double[][] rows = new double[lengths.length][];
            Arrays.setAll(rows, b -> new double[lengths[b]]);
            int next = 0;
            for (int t = 0; t < lengths[0]; t++) {
                for (int b = 0; b < lengths.length && t < lengths[b]; b++) {
                    rows[b][t] = packed[next++];
                }
            }
            return rows;
        }

        Bindings bindings(Program of) {
            Random random = new Random(3);
            Map<Value, double[]> parameters = new HashMap<>();
            of.parameterValues().forEach(value -> {
                int size = value.type().dims().stream().reduce(1, (a, b) -> a * b);
                parameters.put(value, random.doubles(size, -0.8, 0.8).toArray());
            });
            Map<Value, double[]> inputs = new HashMap<>();
            for (Value input : of.inputs()) {
                inputs.put(input, number(input.name()));
            }
            return new Bindings(parameters, inputs, Map.of("time", lengths), 1, 1);
        }

        private double[] number(String input) {
            for (int s = 0; s < STATES.size(); s++) {
                if (STATES.get(s).value().equals(input)) {
                    return state(s);
                }
            }
            return switch (input) {
                case "x" -> packedX();
                case StatePort.RESET -> packedReset();
                default -> new double[Arrays.stream(lengths).sum()];
            };
        }
    }

    /** Outputs by example, and the states after the last step. */
    private static final class Result {
        private final double[][] y;
        private final double[][][] states;

        private Result(double[][] y, double[][][] states) {
            this.y = y;
            this.states = states;
        }
    }

    private interface Runner {
        Result run(Batch batch);
    }

    private static Result interpret(Batch batch) {
        List<double[]> results = new IrInterpreter(program, batch.bindings(program)).predict();
        return result(batch, results.get(0), results.subList(1, results.size()));
    }

    private static Result result(Batch batch, double[] y, List<double[]> states) {
        double[][][] after = new double[STATES.size()][][];
        for (int s = 0; s < after.length; s++) {
            int width = STATES.get(s).width();
            double[] rows = states.get(s);
            after[s] = new double[batch.lengths.length][];
            Arrays.setAll(after[s], b -> Arrays.copyOfRange(rows, b * width, (b + 1) * width));
        }
        return new Result(batch.examples(y), after);
    }

    private static Result predict(ModelProgram generated, Batch batch) {
        Packing packing = Packing.of(batch.lengths);
        try (PredictRun run = generated.predictRun(packing.batch(), packing.tokens(), packing.steps())) {
            run.pack(packing);
            run.input(0).set(batch.packedX());
            run.reset().set(batch.packedReset());
            for (int s = 0; s < STATES.size(); s++) {
                run.state(s).set(batch.state(s));
            }
            run.forward();
            List<double[]> states = new ArrayList<>();
            for (int s = 0; s < STATES.size(); s++) {
                states.add(numbers(run.finalState(s)));
            }
            return result(batch, numbers(run.output(0)), states);
        }
    }

    private static double[] numbers(Matrix matrix) {
        double[] numbers = new double[(int) matrix.size()];
        matrix.get(numbers);
        return numbers;
    }

    /** A whole run against its parts, and against the sequences that resets make of it. */
    private static void check(Runner runner, double tolerance) {
        for (int[] lengths : new int[][] {{6, 6}, {6, 5, 3, 1}, {3}}) {
            Batch whole = Batch.random(lengths[0], lengths);
            Result expected = runner.run(whole);
            Result first = runner.run(whole.steps(0, 2, whole.states));
            double[][][] states = first.states;
            for (int from = 2; from < lengths[0]; from += 2) {
                Batch next = whole.steps(from, from + 2, states);
                Result result = runner.run(next);
                for (int b = 0; b < next.lengths.length; b++) {
                    assertThat(result.y[b])
                            .containsExactly(
                                    Arrays.copyOfRange(expected.y[b], from, from + next.lengths[b]), within(tolerance));
                    for (int s = 0; s < STATES.size(); s++) {
                        states[s][b] = result.states[s][b];
                    }
                }
            }
            for (int s = 0; s < STATES.size(); s++) {
                for (int b = 0; b < lengths.length; b++) {
                    assertThat(states[s][b]).containsExactly(expected.states[s][b], within(tolerance));
                }
            }
        }
        Batch joined = Batch.random(9, 6, 5);
        Arrays.fill(joined.reset[0], 2, 3, 1);
        Arrays.fill(joined.reset[1], 4, 5, 1);
        Result together = runner.run(joined);
        assertThat(restarted(runner, joined.x[0], 2)).containsExactly(tail(together.y[0], 2), within(tolerance));
        assertThat(restarted(runner, joined.x[1], 4)).containsExactly(tail(together.y[1], 4), within(tolerance));
        joined.reset[0][2] = 0;
        assertThat(runner.run(joined).y[0][2]).isNotCloseTo(together.y[0][2], within(1e-3));
    }

    /** The steps from {@code from} on as a sequence of their own; whatever its states are, they are reset. */
    private static double[] restarted(Runner runner, double[][] x, int from) {
        Batch alone = Batch.random(1, x.length - from);
        System.arraycopy(x, from, alone.x[0], 0, x.length - from);
        alone.reset[0][0] = 1;
        return runner.run(alone).y[0];
    }

    private static double[] tail(double[] all, int from) {
        return Arrays.copyOfRange(all, from, all.length);
    }

    private static Batch withResets() {
        Batch batch = Batch.random(5, 5, 4, 2);
        batch.reset[0][3] = 1;
        batch.reset[1][0] = 1;
        return batch;
    }

    @Test
    void inputsAndResultsStandAtTheEnd() {
        assertThat(lowered.inputs().stream().map(Value::name))
                .containsExactly("x", "target_y", "state_lstm1_h", "state_lstm1_c", "state_leaky1_h", "reset");
        assertThat(lowered.predict().results()).hasSize(4);
        assertThat(lowered.forward().results()).hasSize(5);
    }

    @Test
    void partsInTheInterpreter() {
        check(StatePortsTest::interpret, 1e-12);
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Bindings bindings = withResets().bindings(program);
        Program checked = program.withProbes(List.of())
                .withBackward(
                        Block.of(
                                program.backward().instrs(),
                                program.backward()
                                        .results()
                                        .subList(0, program.parameters().size())),
                        program.parameterValues());
        assertThat(GradientCheck.largestError(checked, bindings)).isLessThan(1e-6);
    }

    @Test
    void onTheCpu() {
        try (Device device = CpuDevice.create(2)) {
            generated(device, 2e-6);
        }
    }

    @Test
    void onNd4j() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            generated(device, 1e-12);
        }
    }

    private static void generated(Device device, double tolerance) {
        try (ModelProgram generated = Agreement.load(classes, "Ported", device)) {
            Batch batch = withResets();
            Bindings bindings = batch.bindings(program);
            for (int i = 0; i < program.parameters().size(); i++) {
                double[] weight =
                        bindings.parameters().get(program.parameterValues().get(i));
                generated.parameters().weight(i).set(weight);
            }
            assertThat(generated.signature().states())
                    .containsExactly(
                            new ModelSignature.State("lstm1.h", 3),
                            new ModelSignature.State("lstm1.c", 3),
                            new ModelSignature.State("leaky1.h", 2));
            check(next -> predict(generated, next), tolerance);
            train(generated, batch, bindings, tolerance);
        }
    }

    private static void train(ModelProgram generated, Batch batch, Bindings bindings, double tolerance) {
        IrInterpreter interpreter = new IrInterpreter(program, bindings);
        List<double[]> forward = interpreter.forward();
        List<double[]> backward = interpreter.backward();
        Packing packing = Packing.of(batch.lengths);
        try (TrainRun run = generated.trainRun(packing.batch(), packing.tokens(), packing.steps())) {
            run.pack(packing);
            run.input(0).set(batch.packedX());
            run.target(0).set(new double[packing.tokens()]);
            run.reset().set(batch.packedReset());
            for (int s = 0; s < STATES.size(); s++) {
                run.state(s).set(batch.state(s));
            }
            run.random(1, 1);
            run.forward();
            run.backward();
            for (int s = 0; s < STATES.size(); s++) {
                assertThat(numbers(run.finalState(s))).containsExactly(forward.get(2 + s), within(tolerance));
                assertThat(numbers(run.state(s))).containsExactly(batch.state(s), within(tolerance));
            }
            int weights = program.parameters().size();
            for (int i = 0; i < weights; i++) {
                assertThat(numbers(generated.parameters().gradient(i)))
                        .containsExactly(backward.get(i), within(tolerance));
            }
            assertThat(run.probes().stream().map(probe -> probe.layer())).containsExactly("lstm1", "leaky1");
            for (int i = 0; i < run.probes().size(); i++) {
                assertThat(numbers(run.probes().get(i).gradient().all()))
                        .containsExactly(backward.get(weights + i), within(tolerance));
                assertThat(columnSums(
                                backward.get(weights + i),
                                run.probes().get(i).gradient().width()))
                        .as("what is added at every step has the sum of the steps' gradients")
                        .containsExactly(bias(run.probes().get(i).layer(), backward), within(1e-9));
            }
            assertThat(run.probes()).isSameAs(run.probes());
        }
    }

    private static double[] columnSums(double[] rows, int width) {
        double[] sums = new double[width];
        for (int i = 0; i < rows.length; i++) {
            sums[i % width] += rows[i];
        }
        return sums;
    }

    private static double[] bias(String layer, List<double[]> gradients) {
        for (int i = 0; i < program.parameters().size(); i++) {
            String name = program.parameterValues().get(i).name();
            if (name.startsWith(layer) && name.contains("bias")) {
                return gradients.get(i);
            }
        }
        throw new AssertionError("no bias of " + layer);
    }
}
