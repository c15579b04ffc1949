package dev.unroll.compiler.acceptance;

import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares gradients of a program, through all passes, with differences of the loss as lowered, before any pass: each scalar
 * of each parameter, and each element of the input {@code x}.
 */
final class GradientDifferences {
    /** Rows of lengths 1, 2, 5, and ragged ones. */
    static final List<int[]> LENGTHS =
            List.of(new int[] {1, 1}, new int[] {2, 2}, new int[] {5, 5}, new int[] {5, 3, 3, 1});

    /**
     * The bound. An element is compared relative to its own size, or to {@link #FLOOR} if that is more: the differences
     * themselves are exact to about 1e-12 (rounding of a loss near 1 over the step width), so smaller elements have no six digits
     * to compare.
     */
    private static final double BOUND = 1e-6;

    private static final double FLOOR = 1e-5;

    /** Step width of the five-point stencil, whose error is its fourth power times the fifth derivative over 30. */
    private static final double H = 4e-4;

    private final String name;
    private double largest;
    private int compared;

    /** For one thing to be checked, called {@code name} in messages. */
    GradientDifferences(String name) {
        this.name = name;
    }

    /** The largest relative error so far. */
    double largest() {
        return largest;
    }

    /** How many elements have been compared. */
    int compared() {
        return compared;
    }

    /** Checks {@code lowered} with random numbers for rows of all {@link #LENGTHS}. */
    void check(Program lowered, long seed) {
        Program optimised = RnnCompiler.differentiate(lowered);
        Program withInputs = withInputGradients(lowered);
        for (int[] lengths : LENGTHS) {
            check(lowered, optimised, withInputs, seed, lengths);
        }
    }

    private void check(Program lowered, Program optimised, Program withInputs, long seed, int[] lengths) {
        Bindings bindings = Numbers.random(lowered, seed, lengths);
        Map<String, double[]> found = Numbers.results(withInputs, Numbers.rebound(lowered, bindings, withInputs));
        Map<String, double[]> driver = Numbers.results(optimised, Numbers.rebound(lowered, bindings, optimised));
        // the driver keeps cotangents of probes as well
        driver.keySet().removeIf(key -> key.startsWith("d input "));
        double difference = Numbers.difference(driver, only(driver.keySet(), found));
        if (!(difference < 1e-13)) {
            throw new AssertionError(name + ": asking for the input's gradient changes others by " + difference);
        }
        String where = name + ", " + Arrays.toString(lengths) + ", ";
        for (Parameter parameter : lowered.parameters()) {
            String segment = parameter.segments().get(0).name();
            compare(lowered, bindings, parameter.value(), found.get("d " + segment), where + segment);
        }
        compare(lowered, bindings, input(lowered), found.get("d input " + input(withInputs)), where + "input");
    }

    /** The driver's own order of stages, which asks for no gradients of inputs. */
    private static Program withInputGradients(Program lowered) {
        Program forward = PassRunner.run(lowered, Passes.beforeGradient());
        return PassRunner.run(Differentiate.run(forward, List.of(input(forward))), Passes.afterGradient());
    }

    private static Value input(Program program) {
        return program.inputs().stream()
                .filter(v -> v.name().equals("x"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, double[]> only(Set<String> names, Map<String, double[]> results) {
        Map<String, double[]> some = new HashMap<>(results);
        some.keySet().retainAll(names);
        return some;
    }

    private void compare(Program lowered, Bindings bindings, Value value, double[] gradient, String what) {
        for (int i = 0; i < gradient.length; i++) {
            double slope = slope(lowered, bindings, value, i);
            double error =
                    Math.abs(gradient[i] - slope) / Math.max(FLOOR, Math.max(Math.abs(gradient[i]), Math.abs(slope)));
            if (!(error <= BOUND)) {
                throw new AssertionError(what + "[" + i + "] is " + gradient[i] + ", by differences " + slope);
            }
            largest = Math.max(largest, error);
        }
        compared += gradient.length;
    }

    /** Five-point central difference of the loss. */
    private static double slope(Program program, Bindings bindings, Value value, int element) {
        double near = loss(program, bindings, value, element, H) - loss(program, bindings, value, element, -H);
        double far = loss(program, bindings, value, element, 2 * H) - loss(program, bindings, value, element, -2 * H);
        return (8 * near - far) / (12 * H);
    }

    private static double loss(Program program, Bindings bindings, Value value, int element, double distance) {
        double[] parameter = bindings.parameters().get(value);
        double[] moved = (parameter != null ? parameter : bindings.inputs().get(value)).clone();
        moved[element] += distance;
        return new IrInterpreter(program, bindings.with(value, moved)).forward().get(0)[0];
    }
}
