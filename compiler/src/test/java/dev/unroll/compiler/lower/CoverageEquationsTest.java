package dev.unroll.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.source.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Coverage against See et al. 2017, equations 10 and 11, in plain loops: each example by itself, each step adding its weights to
 * what positions have been given.
 */
class CoverageEquationsTest {
    private static final int[] SOURCE = {5, 3, 3, 1};
    private static final int[] TARGET = {4, 3, 2, 2
    }; // falling as well, so that both axes have the examples in this order
    private static final int SIZE = 4;
    private static final int UNITS = 3;

    private static final String TEXT = "rnn 1 vocabulary W { tokens = characters, max_size = 5 } model M {"
            + " input source : float[src, 4] output target : token<W>[tgt]"
            + " decoder target { layer embed = Embedding(4) step (previous) {"
            + " c = attend(Coverage(3), query = previous -> embed, over = source)"
            + " emit c -> Dense(W.size) -> softmax } } }";

    private static int row(int[] lengths, int t, int example) {
        int row = example;
        for (int length : lengths) {
            row += Math.min(length, t);
        }
        return row;
    }

    /** Weights by the end of their names, stored {@code [in, out]}. */
    private record Weights(Program program, Bindings bindings) {
        double[] of(String name) {
            List<Value> found = program.parameterValues().stream()
                    .filter(value -> value.name().endsWith(name))
                    .toList();
            assertThat(found).as(program.parameterValues() + " has " + name).hasSize(1);
            return bindings.parameters().get(found.get(0));
        }

        double[] times(String name, double[] from, int row) {
            double[] table = of(name);
            double[] result = new double[table.length / SIZE];
            for (int i = 0; i < SIZE; i++) {
                for (int o = 0; o < result.length; o++) {
                    result[o] += from[row * SIZE + i] * table[i * result.length + o];
                }
            }
            return result;
        }
    }

    @Test
    void isWhatThePaperSays() {
        Front front = Front.of(List.of(new Source("m.rnn", TEXT)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        Program program = RnnCompiler.lower(front.models().get(0));
        Bindings bindings = Numbers.random(program, 7, Map.of("src", SOURCE, "tgt", TARGET));
        double[] found = new IrInterpreter(program, bindings).predict().get(0);
        Weights w = new Weights(program, bindings);
        double[] source = bindings.inputs().get(program.inputs().get(0));
        double[] previous = bindings.inputs().get(program.inputs().get(1));
        int choices = w.of("dense1_bias").length;
        for (int example = 0; example < SOURCE.length; example++) {
            double[] coverage = new double[SOURCE[example]];
            for (int t = 0; t < TARGET[example]; t++) {
                int step = row(TARGET, t, example);
                double[] context = context(w, source, example, coverage, (int) previous[step]);
                double[] logits = w.times("dense1_weights", context, 0);
                double sum = 0;
                for (int c = 0; c < choices; c++) {
                    logits[c] += w.of("dense1_bias")[c];
                    sum += Math.exp(logits[c]);
                }
                for (int c = 0; c < choices; c++) {
                    assertThat(found[step * choices + c])
                            .as("example %s, step %s", example, t)
                            .isCloseTo(Math.exp(logits[c]) / sum, within(1e-13));
                }
            }
        }
    }

    /** What a step attends to; adds its weights to the coverage. */
    private static double[] context(Weights w, double[] source, int example, double[] coverage, int id) {
        double[] query = w.times("coverage1_Wq", w.of("embed_weights"), id);
        double[] scores = new double[coverage.length];
        double sum = 0;
        for (int p = 0; p < scores.length; p++) {
            double[] key = w.times("coverage1_Wk", source, row(SOURCE, p, example));
            for (int u = 0; u < UNITS; u++) {
                double inner = query[u] + key[u] + w.of("coverage1_wc")[u] * coverage[p] + w.of("coverage1_b")[u];
                scores[p] += w.of("coverage1_v")[u] * Math.tanh(inner);
            }
            scores[p] = Math.exp(scores[p]);
            sum += scores[p];
        }
        double[] context = new double[SIZE];
        for (int p = 0; p < scores.length; p++) {
            coverage[p] += scores[p] / sum;
            for (int i = 0; i < SIZE; i++) {
                context[i] += scores[p] / sum * source[row(SOURCE, p, example) * SIZE + i];
            }
        }
        return context;
    }
}
