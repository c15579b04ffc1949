package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Gradients of the interpreter's backward block against central differences of its forward block, in double. */
public final class GradientCheck {
    private static final double H = 1e-5;

    private GradientCheck() {}

    /**
     * The largest error over all elements of all gradients, relative to the larger of the element and 1/1000 of the
     * largest element of the whole gradient (but at least 1e-3): a difference quotient of a loss of about 1 in double has
     * an absolute error of about 1e-11 at this step width, so smaller elements cannot be told from 0 by it.
     */
    public static double largestError(Program program, Bindings bindings) {
        List<double[]> gradients = new IrInterpreter(program, bindings).backward();
        double largest = gradients.stream().mapToDouble(Numbers::largest).max().orElse(0);
        double floor = Math.max(1e-3, 1e-3 * largest);
        double error = 0;
        for (int i = 0; i < gradients.size(); i++) {
            Value value = program.gradients().get(i);
            if (!program.parameterValues().contains(value) && !program.inputs().contains(value)) {
                // A probe: nothing outside of the program can move it.
                continue;
            }
            double[] at = point(value, bindings);
            for (int j = 0; j < at.length; j++) {
                double[] direction = new double[at.length];
                direction[j] = 1;
                double slope = slope(program, bindings, List.of(value), List.of(direction));
                double scale = Math.max(
                        floor, Math.max(Math.abs(slope), Math.abs(gradients.get(i)[j])));
                error = max(error, Math.abs(slope - gradients.get(i)[j]) / scale);
            }
        }
        return error;
    }

    /** The error along one random direction in all values at once. */
    public static double directionalError(Program program, Bindings bindings, long seed) {
        List<double[]> gradients = new IrInterpreter(program, bindings).backward();
        Random random = new Random(seed);
        List<double[]> direction = new ArrayList<>();
        double expected = 0;
        double scale = 1e-3;
        for (double[] gradient : gradients) {
            double[] d = random.doubles(gradient.length)
                    .map(u -> random.nextGaussian())
                    .toArray();
            direction.add(d);
            for (int j = 0; j < d.length; j++) {
                expected += d[j] * gradient[j];
                scale = Math.max(scale, Math.abs(d[j] * gradient[j]));
            }
        }
        double slope = slope(program, bindings, program.gradients(), direction);
        return max(0, Math.abs(slope - expected) / Math.max(scale, Math.abs(expected)));
    }

    /** The derivative of the loss at 0 along {@code direction}; two step widths extrapolated, so that the error is O(h^4). */
    private static double slope(Program program, Bindings bindings, List<Value> values, List<double[]> direction) {
        double wide = quotient(program, bindings, values, direction, 2 * H);
        double narrow = quotient(program, bindings, values, direction, H);
        return (4 * narrow - wide) / 3;
    }

    private static double quotient(
            Program program, Bindings bindings, List<Value> values, List<double[]> direction, double h) {
        return (loss(program, bindings, values, direction, h) - loss(program, bindings, values, direction, -h))
                / (2 * h);
    }

    private static double loss(
            Program program, Bindings bindings, List<Value> values, List<double[]> direction, double distance) {
        Bindings moved = bindings;
        for (int i = 0; i < values.size(); i++) {
            double[] at = point(values.get(i), bindings).clone();
            for (int j = 0; j < at.length; j++) {
                at[j] += distance * direction.get(i)[j];
            }
            moved = moved.with(values.get(i), at);
        }
        return new IrInterpreter(program, moved).forward().get(0)[0];
    }

    private static double[] point(Value value, Bindings bindings) {
        double[] parameter = bindings.parameters().get(value);
        return parameter != null ? parameter : bindings.inputs().get(value);
    }

    /** The larger one; not a number if either is. */
    private static double max(double a, double b) {
        return a >= b ? a : Double.isNaN(b) ? Double.POSITIVE_INFINITY : b;
    }
}
