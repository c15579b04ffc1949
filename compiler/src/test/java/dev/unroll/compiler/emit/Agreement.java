package dev.unroll.compiler.emit;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import java.lang.reflect.Constructor;
import java.util.List;

/** Runs a generated program and the interpreter on the same numbers and compares all they compute. */
final class Agreement {
    /** Least number to which differences are relative, for programs whose results are 0. */
    private static final double SMALLEST = 1e-3;

    private final String what;
    private final Program program;
    private final double tolerance;
    private double scale = SMALLEST;

    /**
     * A comparison.
     *
     * @param tolerance largest difference, relative to the largest of all gradients, or of the outputs in all batches measured
     */
    Agreement(String what, Program program, double tolerance) {
        this.what = what;
        this.program = program;
        this.tolerance = tolerance;
    }

    /**
     * Looks at what the program gives for a batch. Outputs are sums whose terms may cancel out: in one batch all of them may be near 0
     * and their rounding errors, which go with the terms, be as large as ever. How large the terms are is seen over several batches
     * better than in any one, and rightly says nothing of other programs.
     */
    void measure(Bindings bindings) {
        IrInterpreter expected = new IrInterpreter(program, bindings);
        List<double[]> forward = expected.forward();
        scale = Math.max(scale, largest(forward.subList(1, forward.size())));
        scale = Math.max(scale, largest(expected.predict()));
    }

    static ModelProgram load(InMemoryCompiler classes, String model, Device device) {
        try {
            Class<?> type = classes.loadClass(Models.PACKAGE + "." + model + "Program");
            Constructor<?> constructor = type.getDeclaredConstructor(Device.class);
            constructor.setAccessible(true);
            return (ModelProgram) constructor.newInstance(device);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(model, e);
        }
    }

    /** Compares loss, outputs, gradients and predictions; {@code seed} and {@code step} are those of the bindings' masks. */
    void check(ModelProgram generated, Bindings bindings, int[] lengths, long seed, long step) {
        check(generated, bindings, Packings.of(lengths), seed, step);
    }

    /** The same for any number of axes; examples are in the order of the first. */
    void check(ModelProgram generated, Bindings bindings, Packings packing, long seed, long step) {
        IrInterpreter expected = new IrInterpreter(program, bindings);
        List<double[]> forward = expected.forward();
        List<double[]> backward = expected.backward();
        List<double[]> predict = expected.predict();
        for (int i = 0; i < program.parameters().size(); i++) {
            generated
                    .parameters()
                    .weight(i)
                    .set(bindings.parameters().get(program.parameterValues().get(i)));
        }
        try (TrainRun run = generated.trainRun(Capacity.of(packing))) {
            run.pack(packing);
            run.random(seed, step);
            bind(bindings, generated, run::input, run::target);
            // twice: nothing of the first time may be left
            run.forward();
            run.backward();
            run.forward();
            same("loss", forward.get(0), new double[] {run.loss()}, largest(forward.subList(0, 1)));
            outputs("forward", forward.subList(1, forward.size()), run::output);
            run.backward();
            double largest = largest(backward);
            for (int g = 0; g < program.gradients().size(); g++) {
                int parameter =
                        program.parameterValues().indexOf(program.gradients().get(g));
                if (parameter >= 0) {
                    same(
                            "gradient of " + program.gradients().get(g),
                            backward.get(g),
                            numbers(generated.parameters().gradient(parameter)),
                            largest);
                }
            }
            outputs("outputs after backward", forward.subList(1, forward.size()), run::output);
        }
        try (PredictRun run = generated.predictRun(Capacity.of(packing))) {
            run.pack(packing);
            bind(bindings, generated, run::input, null);
            run.forward();
            run.forward();
            outputs("predict", predict, run::output);
        }
    }

    private interface Place {
        Matrix at(int i);
    }

    private void bind(Bindings bindings, ModelProgram generated, Place input, Place target) {
        int next = 0;
        for (Value value : program.inputs()) {
            double[] numbers = bindings.inputs().get(value);
            if (!value.name().startsWith("target_")) {
                input.at(next++).set(numbers);
            } else if (target != null) {
                int output = -1;
                for (int o = 0; o < generated.signature().outputs().size(); o++) {
                    output = value.name()
                                    .equals("target_"
                                            + generated
                                                    .signature()
                                                    .outputs()
                                                    .get(o)
                                                    .name())
                            ? o
                            : output;
                }
                if (output < 0) {
                    throw new AssertionError(what + ": no output for " + value + " among "
                            + generated.signature().outputs());
                }
                target.at(output).set(numbers);
            }
        }
    }

    private void outputs(String run, List<double[]> expected, Place actual) {
        for (int o = 0; o < expected.size(); o++) {
            same(run + " output " + o, expected.get(o), numbers(actual.at(o)), Math.max(scale, largest(expected)));
        }
    }

    private static double[] numbers(Matrix matrix) {
        double[] numbers = new double[(int) matrix.size()];
        matrix.get(numbers);
        return numbers;
    }

    private static double largest(List<double[]> numbers) {
        double largest = SMALLEST;
        for (double[] part : numbers) {
            for (double number : part) {
                largest = Math.max(largest, Math.abs(number));
            }
        }
        return largest;
    }

    private void same(String part, double[] expected, double[] actual, double largest) {
        if (expected.length != actual.length) {
            throw new AssertionError(
                    what + ", " + part + ": " + actual.length + " numbers instead of " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance * largest)) {
                throw new AssertionError(
                        what + ", " + part + ", element " + i + ": " + actual[i] + " instead of " + expected[i]);
            }
        }
    }
}
