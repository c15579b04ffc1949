package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small valid programs for tests of passes, derivatives and generated code. The same seed gives the same program.
 *
 * <pre>{@code
 * for (long seed = 0; seed < 100; seed++) {
 *   Program program = RandomPrograms.program(seed);
 *   Bindings bindings = RandomPrograms.bindings(program, seed);
 *   Program after = pass.apply(program);
 *   RandomPrograms.assertSameForward("seed " + seed, program, after, bindings);
 * }
 * }</pre>
 *
 * <p>They have predict and forward blocks and no backward. Sizes are 1 to 4, there are 1 to 4 examples of 1 to 5 steps,
 * and layers end in bounded functions, so that numbers stay near 1. What occurs: one or two sequence inputs and sometimes
 * a batch input; plain, gated and random recurrences, forward and reversed, in stacks and as two directions; initial
 * states of zeros, of weights or from an earlier loop; shared weights; fused and primitive pointwise instructions;
 * products with addends; layer normalisation inside and outside of loops; masks read outside of loops and (as sequences)
 * inside; shift, last, broadcasts, concat, slice, totals; one or two outputs, per step or last; a mean squared loss,
 * sometimes with a penalty on weights.
 */
public final class RandomPrograms {
    private RandomPrograms() {}

    /** Any program, its functions with kinks included; some weights, inputs or states may be unread. */
    public static Program program(long seed) {
        return new RandomNetwork(seed, false).program();
    }

    /** A program all of whose functions are differentiable everywhere, for comparison with finite differences. */
    public static Program smoothProgram(long seed) {
        return new RandomNetwork(seed, true).program();
    }

    /** Random ragged lengths, weights within 0.8, inputs within 1 and a random mask seed. */
    public static Bindings bindings(Program program, long seed) {
        Random random = new Random(seed ^ 0x5DEECE66DL);
        Integer[] lengths = new Integer[1 + random.nextInt(4)];
        Arrays.setAll(lengths, i -> 1 + random.nextInt(5));
        Arrays.sort(lengths, Collections.reverseOrder());
        return bindings(
                program,
                seed,
                Arrays.stream(lengths).mapToInt(Integer::intValue).toArray());
    }

    /** As {@link #bindings(Program, long)}, for examples of the given lengths, descending. */
    public static Bindings bindings(Program program, long seed, int... lengths) {
        Random random = new Random(seed);
        Map<Value, double[]> parameters = new HashMap<>();
        for (Value parameter : program.parameterValues()) {
            int size = parameter.type().dims().stream().reduce(1, (a, b) -> a * b);
            parameters.put(parameter, uniform(random, size, 0.8));
        }
        int tokens = Arrays.stream(lengths).sum();
        Map<Value, double[]> inputs = new HashMap<>();
        Map<Value, Integer> ids = IdInputs.of(program);
        for (Value input : program.inputs()) {
            int rows = input.type().extent().kind() == Extent.Kind.BATCH ? lengths.length : tokens;
            double[] numbers = uniform(random, rows * input.type().width(), 1);
            inputs.put(input, IdInputs.numbers(input, ids, random, numbers));
        }
        return new Bindings(parameters, inputs, Map.of(RandomNetwork.AXIS, lengths), seed, random.nextInt(1000));
    }

    /**
     * Predict and forward of both programs give the same numbers, to 1e-9 of their size. The programs must have equal
     * parameters and inputs.
     */
    public static void assertSameForward(String what, Program before, Program after, Bindings bindings) {
        IrInterpreter expected = new IrInterpreter(before, bindings);
        IrInterpreter actual = new IrInterpreter(after, bindings);
        assertClose(what + ", predict", expected.predict(), actual.predict());
        assertClose(what + ", forward", expected.forward(), actual.forward());
    }

    /** As {@link #assertSameForward}, and backward too. */
    public static void assertSame(String what, Program before, Program after, Bindings bindings) {
        assertSameForward(what, before, after, bindings);
        List<double[]> expected = new IrInterpreter(before, bindings).backward();
        assertClose(what + ", backward", expected, new IrInterpreter(after, bindings).backward());
    }

    private static void assertClose(String what, List<double[]> expected, List<double[]> actual) {
        if (expected.size() != actual.size()) {
            throw new AssertionError(what + ": " + actual.size() + " results instead of " + expected.size());
        }
        for (int r = 0; r < expected.size(); r++) {
            double[] e = expected.get(r);
            double[] a = actual.get(r);
            for (int i = 0; i < Math.max(e.length, a.length); i++) {
                if (e.length != a.length || !(Math.abs(e[i] - a[i]) <= 1e-9 * (1 + Math.abs(e[i])))) {
                    String difference = Arrays.toString(a) + " instead of " + Arrays.toString(e);
                    throw new AssertionError(what + ": result " + r + " differs at " + i + ": " + difference);
                }
            }
        }
    }

    private static double[] uniform(Random random, int size, double bound) {
        double[] data = new double[size];
        Arrays.setAll(data, i -> (random.nextDouble() * 2 - 1) * bound);
        return data;
    }
}
