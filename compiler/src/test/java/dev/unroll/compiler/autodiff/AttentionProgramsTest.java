package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.IrParser;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.Pass;
import dev.unroll.compiler.opt.Passes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoders that attend: their gradients, what the passes make of them, and their values against separate code. */
class AttentionProgramsTest {
    @ParameterizedTest
    @EnumSource
    void gradients(AttentionPrograms decoder) {
        Program program = decoder.program();
        Program differentiated = Differentiate.run(program, program.inputs());
        for (Map<String, int[]> lengths : SpanVjpRulesTest.LENGTHS) {
            assertThat(GradientCheck.largestError(differentiated, Numbers.random(program, 3, lengths)))
                    .isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesKeepTheNumbers(AttentionPrograms decoder) {
        Program program = decoder.program();
        Program plain = Differentiate.run(program, program.inputs());
        Program last = program;
        for (Pass pass : Passes.beforeGradient()) {
            last = IrVerifier.check(pass.rewrite().apply(last), pass.name());
        }
        last = Differentiate.run(last, last.inputs());
        for (Pass pass : Passes.afterGradient()) {
            last = IrVerifier.check(pass.rewrite().apply(last), pass.name());
            for (Map<String, int[]> lengths : SpanVjpRulesTest.LENGTHS) {
                Bindings bindings = Numbers.random(program, 3, lengths);
                double difference = Numbers.difference(
                        Numbers.results(plain, bindings),
                        Numbers.results(last, Numbers.rebound(program, bindings, last)));
                assertThat(difference).as(pass.name()).isLessThan(1e-10);
            }
        }
        assertThat(IrParser.parse(IrPrinter.print(last))).isEqualTo(last);
    }

    /** The memory is projected once, for all steps, and the backward loop stacks no wide values of spans. */
    @Test
    void memoryIsProjectedOnce() {
        Program program = AttentionPrograms.ADDITIVE.program();
        for (Pass pass : Passes.beforeGradient()) {
            program = pass.rewrite().apply(program);
        }
        List<String> spans = program.predict().instrs().stream()
                .filter(instr -> instr.op() instanceof Op.MatMul)
                .map(instr -> instr.result().type().toString())
                .toList();
        assertThat(spans).contains("spans(src by tgt)[4]");
        for (Pass pass : Passes.afterGradient()) {
            program = pass.rewrite().apply(program.backward().isEmpty() ? Differentiate.run(program) : program);
        }
        for (Instr instr : program.forward().instrs()) {
            assertThat(instr.results().stream().map(Value::type).filter(AttentionProgramsTest::isWide))
                    .isEmpty();
        }
    }

    private static boolean isWide(Type type) {
        return type.toString().startsWith("pairs") && type.width() > 1;
    }

    /** Bahdanau's equations, one example and step after the other. */
    @Test
    void additiveIsWhatTheEquationsSay() {
        Program program = AttentionPrograms.ADDITIVE.program();
        int[] source = {1, 4, 2, 4};
        int[] target = {2, 1, 3, 2};
        Bindings bindings = Numbers.random(program, 5, Map.of("src", source, "tgt", target));
        double[] out = new IrInterpreter(program, bindings).predict().get(0);
        List<Value> w = program.parameterValues();
        double[] x = bindings.inputs().get(program.inputs().get(0));
        double[] y = bindings.inputs().get(program.inputs().get(1));
        double[] start = bindings.inputs().get(program.inputs().get(2));
        for (int example = 0; example < 4; example++) {
            double[] h = new double[4];
            System.arraycopy(start, example * 4, h, 0, 4);
            for (int t = 0; t < target[example]; t++) {
                double[] weights = new double[source[example]];
                double sum = 0;
                for (int p = 0; p < weights.length; p++) {
                    double score = 0;
                    for (int u = 0; u < 4; u++) {
                        double a = 0;
                        for (int i = 0; i < 4; i++) {
                            a += h[i] * at(bindings, w.get(0), i, u);
                        }
                        for (int i = 0; i < 3; i++) {
                            a += x[row(source, example, p) * 3 + i] * at(bindings, w.get(1), i, u);
                        }
                        score += Math.tanh(a) * at(bindings, w.get(2), u, 0);
                    }
                    weights[p] = Math.exp(score);
                    sum += weights[p];
                }
                double[] in = new double[5];
                System.arraycopy(y, row(target, example, t) * 2, in, 0, 2);
                for (int p = 0; p < weights.length; p++) {
                    for (int i = 0; i < 3; i++) {
                        in[2 + i] += weights[p] / sum * x[row(source, example, p) * 3 + i];
                    }
                }
                double[] next = new double[4];
                for (int u = 0; u < 4; u++) {
                    double z = 0;
                    for (int i = 0; i < 5; i++) {
                        z += in[i] * at(bindings, w.get(5), i, u);
                    }
                    for (int i = 0; i < 4; i++) {
                        z += h[i] * at(bindings, w.get(6), i, u);
                    }
                    next[u] = Math.tanh(z);
                }
                h = next;
                int row = row(target, example, t) * 7;
                for (int u = 0; u < 4; u++) {
                    assertThat(out[row + u]).isCloseTo(h[u], offset(1e-12));
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(out[row + 4 + i]).isCloseTo(in[2 + i], offset(1e-12));
                }
            }
        }
    }

    private static double at(Bindings bindings, Value matrix, int row, int column) {
        return bindings.parameters().get(matrix)[row * matrix.type().width() + column];
    }

    /** Packed row of an example's step: all earlier steps, then the longer examples and the equally long ones before it. */
    private static int row(int[] lengths, int example, int t) {
        int row = 0;
        for (int other = 0; other < lengths.length; other++) {
            row += Math.min(lengths[other], t);
            boolean ahead =
                    lengths[other] > lengths[example] || (lengths[other] == lengths[example] && other < example);
            row += ahead && lengths[other] > t ? 1 : 0;
        }
        return row;
    }
}
