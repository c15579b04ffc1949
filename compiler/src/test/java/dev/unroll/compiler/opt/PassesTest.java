package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.RandomPrograms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every pass: the numbers of random programs stay as they are, alone and in the pipeline's order. */
class PassesTest {
    private static final int PROGRAMS = 200;

    private static final Map<Boolean, List<Program>> RANDOM = new LinkedHashMap<>();

    private static synchronized List<Program> random(boolean differentiated) {
        return RANDOM.computeIfAbsent(differentiated, key -> {
            List<Program> programs = new ArrayList<>();
            for (long seed = 0; seed < PROGRAMS; seed++) {
                Program program = RandomPrograms.program(seed);
                programs.add(key ? Differentiate.run(program, program.inputs()) : program);
            }
            return programs;
        });
    }

    @TestFactory
    Stream<DynamicTest> aPassAloneKeepsTheNumbersOfUndifferentiatedPrograms() {
        return Stream.concat(Passes.beforeGradient().stream(), Passes.afterGradient().stream())
                .filter(distinctByName())
                .map(pass -> DynamicTest.dynamicTest(pass.name(), () -> check(pass, false)));
    }

    @TestFactory
    Stream<DynamicTest> aPassAloneKeepsTheNumbersOfDifferentiatedPrograms() {
        return Passes.afterGradient().stream()
                .filter(distinctByName())
                .map(pass -> DynamicTest.dynamicTest(pass.name(), () -> check(pass, true)));
    }

    private static Predicate<Pass> distinctByName() {
        Set<String> seen = new HashSet<>();
        return pass -> seen.add(pass.name());
    }

    private static void check(Pass pass, boolean differentiated) {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Program before = random(differentiated).get(seed);
            Program after = IrVerifier.check(pass.rewrite().apply(before), pass.name());
            assertSame(pass.name() + ", seed " + seed, before, after, RandomPrograms.bindings(before, seed));
        }
    }

    @Test
    void allPassesInOrderKeepTheNumbers() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Program program = random(false).get(seed);
            Bindings bindings = RandomPrograms.bindings(program, seed);
            Program joined = program;
            for (Pass pass : Passes.beforeGradient()) {
                joined = step(pass, joined, program, bindings, seed);
            }
            Program plain = Differentiate.run(program, program.inputs());
            Program last = Differentiate.run(joined, joined.inputs());
            for (Pass pass : Passes.afterGradient()) {
                last = step(pass, last, plain, bindings, seed);
            }
        }
    }

    private static Program step(Pass pass, Program current, Program reference, Bindings bindings, int seed) {
        Program after = IrVerifier.check(pass.rewrite().apply(current), pass.name());
        assertSame(pass.name() + " in order, seed " + seed, reference, after, bindings);
        return after;
    }

    private static void assertSame(String what, Program before, Program after, Bindings bindings) {
        Map<String, double[]> expected = Numbers.results(before, bindings);
        Map<String, double[]> actual = Numbers.results(after, Numbers.rebound(before, bindings, after));
        assertThat(Numbers.difference(expected, actual)).as(what).isLessThan(1e-10);
    }
}
