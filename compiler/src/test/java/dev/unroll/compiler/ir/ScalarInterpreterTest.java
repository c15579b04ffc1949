package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scalar functions against published values. */
final class ScalarInterpreterTest {
    // erf to 16 digits: Abramowitz and Stegun, table 7.1; GELU is x (1 + erf(x / sqrt 2)) / 2.
    @ParameterizedTest
    @CsvSource({
        "ERF, 0, 0",
        "ERF, 0.5, 0.5204998778130465",
        "ERF, 1, 0.8427007929497149",
        "ERF, -2, -0.9953222650189527",
        "ERF, 3.5, 0.9999992569016276",
        "ERF, 7, 1",
        "ERF, -40, -1",
        "GELU, 1, 0.8413447460685429",
        "GELU, -1, -0.15865525393145707",
        "SIGMOID, 0, 0.5",
        "SIGMOID, -1000, 0",
        "SIGMOID, 1000, 1",
        "SIGMOID, 1, 0.7310585786300049",
        "TANH, 1, 0.7615941559557649",
        "SOFTPLUS, 0, 0.6931471805599453",
        "SOFTPLUS, 1000, 1000",
        "SOFTPLUS, -1000, 0",
        "SOFTSIGN, -3, -0.75",
        "HARD_SIGMOID, 0, 0.5",
        "HARD_SIGMOID, 1.5, 0.75",
        "HARD_SIGMOID, 4, 1",
        "HARD_SIGMOID, -4, 0",
        "ELU, 2, 2",
        "ELU, -1, -0.6321205588285577",
        "RELU, -2, 0",
        "RELU, 2, 2",
        "STEP, 0, 0",
        "STEP, 1e-300, 1",
        "STEP, -1, 0",
        "SIGN, -3, -1",
        "SIGN, 0, 0",
        "SIGN, 0.1, 1",
        "ABS, -3, 3",
        "NEG, 3, -3",
        "EXP, 1, 2.718281828459045",
        "LOG, 10, 2.302585092994046",
        "SQRT, 2, 1.4142135623730951"
    })
    void functionsOfOne(Fn fn, double x, double expected) {
        assertEquals(expected, ScalarInterpreter.apply(fn, x), 1e-15 * (1 + Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({"ADD, 3", "SUB, 1", "MUL, 2", "DIV, 2", "MAX, 2", "MIN, 1"})
    void functionsOfTwo(Fn fn, double expected) {
        assertEquals(expected, ScalarInterpreter.apply(fn, 2, 1), 0);
    }

    @ParameterizedTest
    @EnumSource(Fn.class)
    void everyFunctionIsFiniteAtOneHalf(Fn fn) {
        double[] halves = new double[fn.arity()];
        Arrays.fill(halves, 0.5);
        assertTrue(Double.isFinite(ScalarInterpreter.apply(fn, halves)));
    }
}
