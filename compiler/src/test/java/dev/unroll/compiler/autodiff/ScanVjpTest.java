package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients of loops, all elements, before and after the passes, for several lengths. */
class ScanVjpTest {
    private static final List<int[]> LENGTHS =
            List.of(new int[] {1}, new int[] {1, 1}, new int[] {2, 2}, new int[] {5, 5, 5}, new int[] {5, 3, 3, 1});

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return Cells.all().entrySet().stream().flatMap(cell -> LENGTHS.stream()
                .map(lengths -> DynamicTest.dynamicTest(
                        cell.getKey() + " " + Arrays.toString(lengths), () -> check(cell.getValue(), lengths))));
    }

    private static void check(Program program, int[] lengths) {
        Bindings bindings = Numbers.random(program, 11, lengths);
        Program plain = IrVerifier.check(Differentiate.run(program, program.inputs()), "differentiate");
        assertThat(GradientCheck.largestError(plain, bindings)).isLessThan(1e-6);

        Program joined = PassRunner.run(program, Passes.beforeGradient());
        Program differentiated = IrVerifier.check(Differentiate.run(joined, joined.inputs()), "differentiate");
        Bindings rebound = Numbers.rebound(program, bindings, joined);
        PassRunner.run(differentiated, Passes.afterGradient(), (pass, after) -> assertThat(
                        Numbers.difference(Numbers.results(plain, bindings), Numbers.results(after, rebound)))
                .as(pass.name())
                .isLessThan(1e-12));
    }
}
