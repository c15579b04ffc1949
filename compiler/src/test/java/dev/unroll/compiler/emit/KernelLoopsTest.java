package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLoopsTest {
    private static Step step(String name, Fn fn, Ref... operands) {
        return new Step(name, fn, List.of(operands));
    }

    @Test
    void oneCurveALoop() {
        Scalar scalar = new Scalar(
                2,
                List.of(
                        step("a", Fn.SIGMOID, new Arg(0)),
                        step("b", Fn.TANH, new Arg(1)),
                        step("c", Fn.MUL, new Local(0), new Local(1))),
                List.of(new Local(2)));
        assertThat(KernelLoops.split(scalar)).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void cheapStepsStayTogetherUpToTheLimit() {
        List<Step> steps = new ArrayList<>(List.of(step("s0", Fn.ADD, new Arg(0), new Arg(1))));
        for (int i = 1; i < 9; i++) {
            steps.add(step("s" + i, Fn.ADD, new Local(i - 1), new Arg(i + 1)));
        }
        Scalar scalar = new Scalar(10, steps, List.of(new Local(8)));
        // 6 arrays and a result, or 5 arrays and two intermediate ones
        assertThat(KernelLoops.split(scalar)).hasSizeBetween(2, 3);
        assertThat(KernelLoops.split(scalar).get(0)).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void scalarFunctionsAreAlone() {
        Scalar scalar = new Scalar(
                1,
                List.of(step("a", Fn.EXP, new Arg(0)), step("b", Fn.ADD, new Local(0), new Arg(0))),
                List.of(new Local(1)));
        assertThat(KernelLoops.split(scalar)).containsExactly(List.of(0), List.of(1));
    }
}
