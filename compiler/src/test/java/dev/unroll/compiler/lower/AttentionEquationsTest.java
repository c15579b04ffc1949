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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The language's scores against their published equations, one example after the other in plain loops. */
class AttentionEquationsTest {
    private static final int SIZE = 4;
    private static final int[] LENGTHS = {5, 3, 3, 1};

    /** A score as its paper has it. */
    private enum Published {
        /** Bahdanau et al. 2015, A.1.2. */
        ADDITIVE("Additive(3)") {
            @Override
            double score(Weights w, double[] q, double[] k) {
                double[] a = w.times("additive1_Wq", q);
                double[] b = w.times("additive1_Wk", k);
                double sum = 0;
                for (int u = 0; u < a.length; u++) {
                    sum += w.of("additive1_v")[u] * Math.tanh(a[u] + b[u]);
                }
                return sum;
            }
        },
        /** Luong et al. 2015, equation 8, "dot". */
        DOT("Dot") {
            @Override
            double score(Weights w, double[] q, double[] k) {
                return product(q, k, 0, q.length);
            }
        },
        /** Vaswani et al. 2017, equation 1. */
        SCALED_DOT("ScaledDot") {
            @Override
            double score(Weights w, double[] q, double[] k) {
                return product(q, k, 0, q.length) / Math.sqrt(q.length);
            }
        },
        /** Luong et al. 2015, equation 8, "general". */
        GENERAL("General") {
            @Override
            double score(Weights w, double[] q, double[] k) {
                return product(q, w.times("general1_W", k), 0, q.length);
            }
        },
        /** Vaswani et al. 2017, section 3.2.2, two heads. */
        MULTI_HEAD("MultiHead(2)") {
            @Override
            double score(Weights w, double[] q, double[] k) {
                throw new UnsupportedOperationException();
            }

            @Override
            double[] context(Weights w, double[] q, double[][] x) {
                double[] joined = new double[SIZE];
                double[] query = w.times("multihead1_Wq", q);
                for (int head = 0; head < 2; head++) {
                    int from = head * SIZE / 2;
                    double[] scores = new double[x.length];
                    for (int p = 0; p < x.length; p++) {
                        scores[p] = product(query, w.times("multihead1_Wk", x[p]), from, from + SIZE / 2)
                                / Math.sqrt(SIZE / 2.0);
                    }
                    double[] weights = softmax(scores);
                    for (int p = 0; p < x.length; p++) {
                        double[] value = w.times("multihead1_Wv", x[p]);
                        for (int i = from; i < from + SIZE / 2; i++) {
                            joined[i] += weights[p] * value[i];
                        }
                    }
                }
                return w.times("multihead1_Wo", joined);
            }
        };

        private final String text;

        Published(String text) {
            this.text = text;
        }

        abstract double score(Weights w, double[] q, double[] k);

        double[] context(Weights w, double[] q, double[][] x) {
            double[] scores = new double[x.length];
            for (int p = 0; p < x.length; p++) {
                scores[p] = score(w, q, x[p]);
            }
            double[] weights = softmax(scores);
            double[] context = new double[SIZE];
            for (int p = 0; p < x.length; p++) {
                for (int i = 0; i < SIZE; i++) {
                    context[i] += weights[p] * x[p][i];
                }
            }
            return context;
        }
    }

    /** Weights by name, stored {@code [in, out]}. */
    private record Weights(Program program, Bindings bindings) {
        double[] of(String name) {
            return bindings.parameters().get(value(name));
        }

        private Value value(String name) {
            return program.parameterValues().stream()
                    .filter(value -> value.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        double[] times(String name, double[] row) {
            int out = value(name).type().width();
            double[] result = new double[out];
            for (int i = 0; i < row.length; i++) {
                for (int o = 0; o < out; o++) {
                    result[o] += row[i] * of(name)[i * out + o];
                }
            }
            return result;
        }
    }

    private static double product(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] softmax(double[] scores) {
        double[] weights = new double[scores.length];
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score);
        }
        for (int p = 0; p < scores.length; p++) {
            weights[p] = Math.exp(scores[p]) / sum;
        }
        return weights;
    }

    @ParameterizedTest
    @EnumSource
    void isWhatThePaperSays(Published score) {
        String text = "rnn 1 model M { input q : float[4] input x : float[src, 4] output y : float[4] y = attend("
                + score.text + ", query = q, over = x) }";
        Front front = Front.of(List.of(new Source("m.rnn", text)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        Program program = RnnCompiler.lower(front.models().get(0));
        Bindings bindings = Numbers.random(program, 7, Map.of("src", LENGTHS));
        double[] found = new IrInterpreter(program, bindings).predict().get(0);
        Weights weights = new Weights(program, bindings);
        double[] q = bindings.inputs().get(program.inputs().get(0));
        double[] x = bindings.inputs().get(program.inputs().get(1));
        for (int example = 0; example < LENGTHS.length; example++) {
            double[] query = Arrays.copyOfRange(q, example * SIZE, (example + 1) * SIZE);
            double[][] rows = new double[LENGTHS[example]][];
            for (int t = 0; t < rows.length; t++) {
                int row = 0;
                for (int length : LENGTHS) {
                    row += Math.min(length, t);
                }
                rows[t] = Arrays.copyOfRange(x, (row + example) * SIZE, (row + example + 1) * SIZE);
            }
            double[] expected = score.context(weights, query, rows);
            for (int i = 0; i < SIZE; i++) {
                assertThat(found[example * SIZE + i]).isCloseTo(expected[i], within(1e-13));
            }
        }
    }
}
