package dev.unroll.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.source.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The first model of a text, lowered, with random weights and inputs for rows of the given lengths. */
final class LoweredModel {
    final Program program;
    final Map<Value, double[]> parameters = new HashMap<>();
    final Map<Value, double[]> inputs = new HashMap<>();
    private final int[] lengths;

    LoweredModel(String text, int... lengths) {
        Front front = Front.of(List.of(new Source("test.rnn", "rnn 1\n" + text)));
        assertEquals("", DiagnosticRenderer.render(front.diagnostics().sorted()));
        this.program = RnnCompiler.lower(front.models().get(0));
        this.lengths = lengths;
        Random random = new Random(7);
        for (Parameter parameter : program.parameters()) {
            Value value = parameter.value();
            parameters.put(value, numbers(random, value.type().dims().stream().reduce(1, (a, b) -> a * b)));
        }
        for (Value input : program.inputs()) {
            boolean steps = input.type().extent().kind() == Extent.Kind.TOKENS;
            inputs.put(
                    input,
                    numbers(
                            random,
                            (steps ? Arrays.stream(lengths).sum() : lengths.length)
                                    * input.type().width()));
        }
    }

    private static double[] numbers(Random random, int count) {
        return random.doubles(count, -0.9, 0.9).toArray();
    }

    IrInterpreter run() {
        return new IrInterpreter(program, new Bindings(parameters, inputs, Map.of("time", lengths), 3, 5));
    }

    Value input(String name) {
        return program.inputs().stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Row {@code t} of example {@code b} in a packed array. */
    double[] row(double[] packed, int width, int b, int t) {
        int offset = 0;
        for (int s = 0; s < t; s++) {
            int step = s;
            offset +=
                    (int) Arrays.stream(lengths).filter(length -> length > step).count();
        }
        return Arrays.copyOfRange(packed, (offset + b) * width, (offset + b + 1) * width);
    }

    /** All steps of example {@code b}. */
    double[][] example(double[] packed, int width, int b) {
        double[][] rows = new double[lengths[b]][];
        for (int t = 0; t < lengths[b]; t++) {
            rows[t] = row(packed, width, b, t);
        }
        return rows;
    }

    /** Weights by their names without {@code prefix}, as {@code [in][out]}. */
    Map<String, double[][]> weights(String prefix) {
        Map<String, double[][]> named = new HashMap<>();
        for (Parameter parameter : program.parameters()) {
            String name = parameter.segments().get(0).name();
            if (name.startsWith(prefix)) {
                double[] data = parameters.get(parameter.value());
                int width = parameter.value().type().width();
                double[][] rows = new double[data.length / width][];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = Arrays.copyOfRange(data, i * width, (i + 1) * width);
                }
                named.put(name.substring(prefix.length()), rows);
            }
        }
        return named;
    }
}
