package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.RandomPrograms;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import org.junit.jupiter.api.Test;

/** Gradients of random programs along random directions, before and after all passes. */
class RandomGradientsTest {
    private static final int PROGRAMS = 300;

    @Test
    void agreeWithDifferencesBeforePasses() {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program program = RandomPrograms.smoothProgram(seed);
            Program differentiated =
                    IrVerifier.check(Differentiate.run(program, Numbers.inputs(program)), "differentiate");
            assertThat(GradientCheck.directionalError(differentiated, RandomPrograms.bindings(program, seed), seed))
                    .as("seed " + seed)
                    .isLessThan(1e-6);
        }
    }

    @Test
    void agreeWithDifferencesAfterPasses() {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program program = RandomPrograms.smoothProgram(seed);
            Bindings bindings = RandomPrograms.bindings(program, seed);
            Program joined = PassRunner.run(program, Passes.beforeGradient());
            Program last = PassRunner.run(Differentiate.run(joined, Numbers.inputs(joined)), Passes.afterGradient());
            assertThat(GradientCheck.directionalError(last, Numbers.rebound(program, bindings, last), seed))
                    .as("seed " + seed)
                    .isLessThan(1e-6);
        }
    }

    @Test
    void predictIsUntouchedAndForwardComputesTheSame() {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program program = RandomPrograms.program(seed);
            Program differentiated = Differentiate.run(program);
            assertThat(differentiated.predict()).isEqualTo(program.predict());
            RandomPrograms.assertSameForward(
                    "seed " + seed, program, differentiated, RandomPrograms.bindings(program, seed));
        }
    }
}
