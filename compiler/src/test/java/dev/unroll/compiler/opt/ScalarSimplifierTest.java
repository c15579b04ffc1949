package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarSimplifierTest {
    private static final Ref X = new Arg(0);
    private static final Ref Y = new Arg(1);
    private final ScalarSimplifier simplifier = new ScalarSimplifier();

    private Scalar simplified(int result, Step... steps) {
        Scalar scalar = new Scalar(2, List.of(steps), List.of(new Local(result)));
        Ref x = simplifier.argument(new Value(0, "x", Type.batch(1)));
        Ref y = simplifier.argument(new Value(1, "y", Type.batch(1)));
        return simplifier.kernel(simplifier.inline(scalar, List.of(x, y))).scalar();
    }

    private static Step step(Fn fn, Ref... operands) {
        return new Step("s", fn, List.of(operands));
    }

    private static Ref number(double value) {
        return new Const(value);
    }

    @Test
    void neutralElementsVanish() {
        for (Step step : List.of(
                step(Fn.ADD, X, number(0)),
                step(Fn.ADD, number(0), X),
                step(Fn.SUB, X, number(0)),
                step(Fn.MUL, X, number(1)),
                step(Fn.MUL, number(1), X),
                step(Fn.DIV, X, number(1)))) {
            Scalar scalar = simplified(0, step);
            assertThat(scalar.steps()).isEmpty();
            assertThat(scalar.results()).containsExactly(new Arg(0));
        }
    }

    @Test
    void signsMeet() {
        assertThat(simplified(1, step(Fn.NEG, X), step(Fn.NEG, new Local(0))).results())
                .containsExactly(new Arg(0));
        assertThat(simplified(1, step(Fn.NEG, Y), step(Fn.ADD, X, new Local(0))).steps())
                .containsExactly(step(Fn.SUB, X, Y));
        assertThat(simplified(1, step(Fn.NEG, Y), step(Fn.ADD, new Local(0), X)).steps())
                .containsExactly(step(Fn.SUB, X, Y));
        assertThat(simplified(1, step(Fn.NEG, Y), step(Fn.SUB, X, new Local(0))).steps())
                .containsExactly(step(Fn.ADD, X, Y));
        assertThat(simplified(0, step(Fn.SUB, number(0), X)).steps()).containsExactly(step(Fn.NEG, X));
        assertThat(simplified(0, step(Fn.MUL, X, number(-1))).steps()).containsExactly(step(Fn.NEG, X));
    }

    @Test
    void productWithZeroStays() {
        assertThat(simplified(0, step(Fn.MUL, X, number(0))).steps()).hasSize(1);
    }

    @Test
    void equalStepsAreDoneOnce() {
        Scalar scalar = simplified(2, step(Fn.MUL, X, Y), step(Fn.MUL, Y, X), step(Fn.ADD, new Local(0), new Local(1)));
        assertThat(scalar.steps()).containsExactly(step(Fn.MUL, X, Y), step(Fn.ADD, new Local(0), new Local(0)));
        // operands of a difference are not exchanged
        assertThat(simplified(2, step(Fn.SUB, X, Y), step(Fn.SUB, Y, X), step(Fn.MUL, new Local(0), new Local(1)))
                        .steps())
                .hasSize(3);
    }

    @Test
    void constantsAreFolded() {
        assertThat(simplified(0, step(Fn.MUL, number(3), number(2))).results()).containsExactly(number(6));
        // what devices approximate is left to them
        assertThat(simplified(0, step(Fn.TANH, number(3))).steps()).hasSize(1);
    }
}
