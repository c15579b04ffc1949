package dev.unroll.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions of a sequence, against single runs over sequences as they are and turned round by hand. */
class DirectionsTest {
    private static final int[] LENGTHS = {7, 5, 5, 1};
    private static final int UNITS = 4;
    private static final int TOKENS = 18;

    private static String model(String flow, String type) {
        return "model M { input x : float[time, 3] output y : " + type + " y = x -> " + flow + " }";
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "SimpleRNN"})
    void reverseIsARunOverTheSequenceTurnedRound(String cell) {
        LoweredModel forward = new LoweredModel(model(cell + "(4)", "float[time, 4]"), LENGTHS);
        LoweredModel backward = new LoweredModel(model(cell + "(4, reverse = true)", "float[time, 4]"), LENGTHS);
        double[] turned = turned(forward, 3, x(forward));
        double[] expected = turned(forward, UNITS, run(forward, Map.of(), turned));
        assertArrayEquals(expected, run(backward, Map.of(), x(backward)), 1e-14);
    }

    /** Two single runs with the weights of either direction, merged by plain arithmetic. */
    @ParameterizedTest
    @ValueSource(strings = {"concat", "sum", "mean", "product"})
    void bidirectionalIsTwoRuns(String merge) {
        LoweredModel both = new LoweredModel(
                model(
                        "Bidirectional(LSTM(4), GRU(4), merge = " + merge + ")",
                        merge.equals("concat") ? "float[time, 8]" : "float[time, 4]"),
                LENGTHS);
        double[][] single = directions(both);
        double[] found = run(both, Map.of(), x(both));
        assertArrayEquals(merged(merge, single[0], single[1], TOKENS), found, 1e-14);
    }

    /** {@code final} of both directions: the forward row of the last step, the backward row of the first. */
    @ParameterizedTest
    @ValueSource(strings = {"concat", "sum", "mean", "product"})
    void finalIsTheRowEachDirectionEndsWith(String merge) {
        LoweredModel both = new LoweredModel(
                model(
                        "Bidirectional(LSTM(4), GRU(4), merge = " + merge + ") -> final",
                        merge.equals("concat") ? "float[8]" : "float[4]"),
                LENGTHS);
        double[][] single = directions(both);
        double[] there = new double[LENGTHS.length * UNITS];
        double[] back = new double[there.length];
        for (int b = 0; b < LENGTHS.length; b++) {
            double[] last = both.row(single[0], UNITS, b, LENGTHS[b] - 1);
            double[] first = both.row(single[1], UNITS, b, 0);
            System.arraycopy(last, 0, there, b * UNITS, UNITS);
            System.arraycopy(first, 0, back, b * UNITS, UNITS);
        }
        assertArrayEquals(merged(merge, there, back, LENGTHS.length), run(both, Map.of(), x(both)), 1e-14);
    }

    @Test
    void countsOfTheBidirectionalForecaster() {
        String text = "rnn 1 model M { input x : float[time, 1] output y : float[1] y = x -> Bidirectional(LSTM(50))"
                + " -> Bidirectional(LSTM(50)) -> final -> Dense(1) }";
        Front front = Front.of(List.of(new Source("test.rnn", text)));
        assertEquals(81_301, front.models().get(0).parameterCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "mean", "max", "sum", "last"})
    void reductions(String word) {
        LoweredModel model = new LoweredModel(model(word, "float[3]"), LENGTHS);
        double[] found = run(model, Map.of(), x(model));
        for (int b = 0; b < LENGTHS.length; b++) {
            for (int k = 0; k < 3; k++) {
                double sum = 0;
                double max = Double.NEGATIVE_INFINITY;
                for (int t = 0; t < LENGTHS[b]; t++) {
                    double v = model.row(x(model), 3, b, t)[k];
                    sum += v;
                    max = Math.max(max, v);
                }
                double expected =
                        switch (word) {
                            case "first" -> model.row(x(model), 3, b, 0)[k];
                            case "last" -> model.row(x(model), 3, b, LENGTHS[b] - 1)[k];
                            case "max" -> max;
                            case "sum" -> sum;
                            default -> sum / LENGTHS[b];
                        };
                assertEquals(expected, found[b * 3 + k], 1e-14, word + " of example " + b);
            }
        }
    }

    @Test
    void poolingWeighsTrueStepsOnly() {
        LoweredModel model = new LoweredModel(model("pool(Additive(5))", "float[3]"), LENGTHS);
        Map<String, double[][]> w = model.weights("additive1.");
        double[] found = run(model, Map.of(), x(model));
        for (int b = 0; b < LENGTHS.length; b++) {
            double[] scores = new double[LENGTHS[b]];
            double total = 0;
            for (int t = 0; t < scores.length; t++) {
                double[] row = model.row(x(model), 3, b, t);
                double score = 0;
                for (int u = 0; u < 5; u++) {
                    double sum = w.get("b")[0][u];
                    for (int k = 0; k < 3; k++) {
                        sum += row[k] * w.get("W")[k][u];
                    }
                    score += w.get("v")[0][u] * Math.tanh(sum);
                }
                scores[t] = Math.exp(score);
                total += scores[t];
            }
            for (int k = 0; k < 3; k++) {
                double expected = 0;
                for (int t = 0; t < scores.length; t++) {
                    expected += scores[t] / total * model.row(x(model), 3, b, t)[k];
                }
                assertEquals(expected, found[b * 3 + k], 1e-13);
            }
        }
    }

    /** The rows of each direction: single models with the weights of {@code both}. */
    private static double[][] directions(LoweredModel both) {
        LoweredModel forward = new LoweredModel(model("LSTM(4)", "float[time, 4]"), LENGTHS);
        LoweredModel backward = new LoweredModel(model("GRU(4)", "float[time, 4]"), LENGTHS);
        Map<String, String> there = Map.of("lstm1.", "bidirectional1.forward.");
        Map<String, String> back = Map.of("gru1.", "bidirectional1.backward.");
        double[] rows = run(forward, taken(forward, both, there), x(both));
        double[] turned = run(backward, taken(backward, both, back), turned(both, 3, x(both)));
        return new double[][] {rows, turned(both, UNITS, turned)};
    }

    private static Map<Value, double[]> taken(LoweredModel to, LoweredModel from, Map<String, String> prefixes) {
        Map<String, double[]> named = new HashMap<>();
        for (Parameter parameter : from.program.parameters()) {
            named.put(parameter.segments().get(0).name(), from.parameters.get(parameter.value()));
        }
        Map<Value, double[]> taken = new HashMap<>();
        for (Parameter parameter : to.program.parameters()) {
            String name = parameter.segments().get(0).name();
            for (Map.Entry<String, String> prefix : prefixes.entrySet()) {
                taken.put(parameter.value(), named.get(name.replace(prefix.getKey(), prefix.getValue())));
            }
        }
        return taken;
    }

    private static double[] x(LoweredModel model) {
        return model.inputs.get(model.input("x"));
    }

    private static double[] run(LoweredModel model, Map<Value, double[]> weights, double[] x) {
        Map<Value, double[]> parameters = new HashMap<>(model.parameters);
        parameters.putAll(weights);
        Map<Value, double[]> inputs = new HashMap<>(model.inputs);
        inputs.put(model.input("x"), x);
        Bindings bindings = new Bindings(parameters, inputs, Map.of("time", LENGTHS), 1, 1);
        return new IrInterpreter(model.program, bindings).predict().get(0);
    }

    /** Each example's rows in the opposite order, packed as before. */
    private static double[] turned(LoweredModel model, int width, double[] packed) {
        double[] turned = new double[packed.length];
        int offset = 0;
        for (int t = 0; t < LENGTHS[0]; t++) {
            for (int b = 0; b < LENGTHS.length && LENGTHS[b] > t; b++) {
                double[] row = model.row(packed, width, b, LENGTHS[b] - 1 - t);
                System.arraycopy(row, 0, turned, offset, width);
                offset += width;
            }
        }
        return turned;
    }

    private static double[] merged(String merge, double[] a, double[] b, int rows) {
        int width = a.length / rows;
        if (merge.equals("concat")) {
            double[] joined = new double[a.length + b.length];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(a, r * width, joined, r * 2 * width, width);
                System.arraycopy(b, r * width, joined, r * 2 * width + width, width);
            }
            return joined;
        }
        DoubleBinaryOperator operator =
                switch (merge) {
                    case "sum" -> Double::sum;
                    case "mean" -> (p, q) -> (p + q) / 2;
                    default -> (p, q) -> p * q;
                };
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = operator.applyAsDouble(a[i], b[i]);
        }
        return result;
    }
}
