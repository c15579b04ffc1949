package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointwiseDerivativesTest {
    /** No kink of any function, both sides of all kinks, the saturated parts of hard_sigmoid too. */
    private static final double[] POINTS = {-4.1, -1.7, -0.6, -0.03, 0.04, 0.7, 1.9, 3.8};

    private static final double[] POSITIVE = {0.05, 0.3, 0.9, 1.1, 1.7, 2.5, 4, 7};
    private static final double[] OTHERS = {0.4, -1.2, -0.9, 2.1, -2.2, 0.3, 1.3, 4.5};

    @ParameterizedTest
    @EnumSource(Fn.class)
    void everyFunctionAgreesWithDifferences(Fn fn) {
        SmallPrograms small = new SmallPrograms();
        Value a = small.input("a", Type.batch(1));
        Value b = small.input("b", Type.batch(1));
        Program program = Differentiate.run(
                small.build(code -> fn.arity() == 1 ? code.pointwise("y", fn, a) : code.pointwise("y", fn, a, b)),
                List.of(a, b));
        double[] points = fn == Fn.LOG || fn == Fn.SQRT ? POSITIVE : POINTS;
        Bindings bindings = Numbers.random(program, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                .with(a, points)
                .with(b, OTHERS);
        assertThat(GradientCheck.largestError(program, bindings)).isLessThan(1e-6);
    }

    @Test
    void clippingReadsConstantsOnEitherSide() {
        SmallPrograms small = new SmallPrograms();
        Value a = small.input("a", Type.batch(1));
        Program program = Differentiate.run(
                small.build(code -> {
                    Value below = code.pointwise("b", Scalar.of("b", Fn.MIN, new Const(1), new Arg(0)), a);
                    return code.pointwise("y", Fn.MAX, below, -1.0);
                }),
                List.of(a));
        Bindings bindings = Numbers.random(program, 1, 1, 1, 1, 1, 1, 1, 1, 1).with(a, POINTS);
        assertThat(GradientCheck.largestError(program, bindings)).isLessThan(1e-6);
    }

    @Test
    void ofTwoEqualOperandsExactlyOneGetsTheCotangent() {
        for (Fn fn : List.of(Fn.MAX, Fn.MIN)) {
            SmallPrograms small = new SmallPrograms();
            Value a = small.input("a", Type.batch(1));
            Value b = small.input("b", Type.batch(1));
            Program program = Differentiate.run(
                    small.buildWithLoss(
                            code -> code.pointwise("y", fn, a, b),
                            (code, y) -> code.sumFeatures("l", code.sumRows("l", y))),
                    List.of(a, b));
            double[] same = {0.5};
            Bindings bindings = Numbers.random(program, 1, 1).with(a, same).with(b, same);
            var results = Numbers.results(program, bindings);
            assertThat(results.get("d input " + a)[0] + results.get("d input " + b)[0])
                    .isEqualTo(1);
        }
    }
}
