package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IdInputs;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random numbers for programs, and their results by the names that passes do not change. */
public final class Numbers {
    private Numbers() {}

    /** Normal numbers of standard deviation 0.5 for all parameters and inputs, random ids where ids are read. */
    public static Bindings random(Program program, long seed, int... lengths) {
        Map<String, int[]> axes = new HashMap<>();
        for (Value input : program.inputs()) {
            if (!input.type().extent().axis().isEmpty()) {
                axes.put(input.type().extent().axis(), lengths);
            }
        }
        axes.putIfAbsent(SmallPrograms.TIME, lengths);
        return random(program, seed, axes);
    }

    /** The same for lengths that differ from axis to axis. */
    public static Bindings random(Program program, long seed, Map<String, int[]> axes) {
        Random random = new Random(seed);
        Bindings shape = new Bindings(Map.of(), Map.of(), axes, seed, 1);
        Map<Value, double[]> parameters = new HashMap<>();
        for (Value parameter : program.parameterValues()) {
            parameters.put(parameter, normal(elements(parameter.type()), random));
        }
        Map<Value, double[]> inputs = new HashMap<>();
        Map<Value, Integer> ids = IdInputs.of(program);
        for (Value input : program.inputs()) {
            double[] numbers =
                    normal(shape.rows(input.type().extent()) * input.type().width(), random);
            inputs.put(input, IdInputs.numbers(input, ids, random, numbers));
        }
        return new Bindings(parameters, inputs, axes, seed, 1);
    }

    private static double[] normal(int size, Random random) {
        return random.doubles(size).map(u -> 0.5 * random.nextGaussian()).toArray();
    }

    private static int elements(Type type) {
        return type.dims().stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    /** The same numbers for the parameters of {@code after}, which may have been joined. */
    public static Bindings rebound(Program before, Bindings bindings, Program after) {
        Map<String, double[]> segments = new HashMap<>();
        for (Parameter parameter : before.parameters()) {
            segments.putAll(split(parameter, bindings.parameters().get(parameter.value())));
        }
        Map<Value, double[]> parameters = new HashMap<>();
        for (Parameter parameter : after.parameters()) {
            Type type = parameter.value().type();
            double[] data = new double[elements(type)];
            for (Parameter.Segment segment : parameter.segments()) {
                double[] columns = segments.get(segment.name());
                int width = segment.to() - segment.from();
                for (int row = 0; row < data.length / type.width(); row++) {
                    System.arraycopy(columns, row * width, data, row * type.width() + segment.from(), width);
                }
            }
            parameters.put(parameter.value(), data);
        }
        return new Bindings(parameters, bindings.inputs(), bindings.lengths(), bindings.masks());
    }

    private static Map<String, double[]> split(Parameter parameter, double[] data) {
        Map<String, double[]> segments = new LinkedHashMap<>();
        int width = parameter.value().type().width();
        for (Parameter.Segment segment : parameter.segments()) {
            int columns = segment.to() - segment.from();
            double[] part = new double[data.length / width * columns];
            for (int row = 0; row < data.length / width; row++) {
                System.arraycopy(data, row * width + segment.from(), part, row * columns, columns);
            }
            segments.put(segment.name(), part);
        }
        return segments;
    }

    /** Outputs, loss and gradients by name; gradients of joined parameters by segment. */
    public static Map<String, double[]> results(Program program, Bindings bindings) {
        Map<String, double[]> results = new LinkedHashMap<>();
        IrInterpreter interpreter = new IrInterpreter(program, bindings);
        number("predict", interpreter.predict(), results);
        number("forward", interpreter.forward(), results);
        List<double[]> gradients = program.backward().isEmpty() ? List.of() : interpreter.backward();
        for (int i = 0; i < gradients.size(); i++) {
            if (i < program.parameters().size()) {
                split(program.parameters().get(i), gradients.get(i)).forEach((name, g) -> results.put("d " + name, g));
            } else {
                results.put("d input " + program.gradients().get(i), gradients.get(i));
            }
        }
        return results;
    }

    private static void number(String block, List<double[]> values, Map<String, double[]> results) {
        for (int i = 0; i < values.size(); i++) {
            results.put(block + " " + i, values.get(i));
        }
    }

    /** The largest difference, relative to the larger of 1 and the largest element of the value it is in. */
    public static double difference(Map<String, double[]> a, Map<String, double[]> b) {
        if (!a.keySet().equals(b.keySet())) {
            throw new AssertionError(a.keySet() + " against " + b.keySet());
        }
        double largest = 0;
        for (String name : a.keySet()) {
            double[] x = a.get(name);
            double[] y = b.get(name);
            double scale = Math.max(1, Math.max(largest(x), largest(y)));
            for (int i = 0; i < x.length; i++) {
                double difference = Math.abs(x[i] - y[i]) / scale;
                // not a number is as far away as can be
                largest = difference <= largest
                        ? largest
                        : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            }
        }
        return largest;
    }

    static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    /** The inputs that have gradients: those without ids. */
    static List<Value> inputs(Program program) {
        Map<Value, Integer> ids = IdInputs.of(program);
        return program.inputs().stream()
                .filter(input -> !ids.containsKey(input))
                .toList();
    }
}
