package dev.unroll.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The prelude's equations, lowered and interpreted, against {@link PublishedCells}. */
class PublishedCellsTest {
    private static final int INPUT = 3;
    private static final int UNITS = 4;
    private static final int[] LENGTHS = {7, 5, 5, 1};
    private static final double[] ZEROS = new double[UNITS];

    /** One published cell, as a function of one example. */
    private interface Published {
        double[][] run(PublishedCells cells, Map<String, double[][]> weights, double[][] xs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "trained"})
    void lstm(String start) {
        agree(
                "LSTM(4, init_state = " + start + ")",
                "lstm1.",
                (cells, w, xs) -> cells.lstm(xs, initial(w, "h"), initial(w, "c")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LSTM(4)                                                          | 4 | 0   | 0",
                "LSTM(4, peephole = true)                                         | 4 | 0   | 0",
                "LSTM(6, projection = 4)                                          | 6 | 0   | 0",
                "LSTM(4, layer_norm = true)                                       | 4 | 0   | 0",
                "LSTM(4, zoneout = 0.3)                                           | 4 | 0.3 | 0.3",
                "LSTM(4, zoneout = { h = 0.1, c = 0.6 })                          | 4 | 0.1 | 0.6",
                "LSTM(6, projection = 4, peephole = true, layer_norm = true, zoneout = { c = 0.2 }) | 6 | 0 | 0.2",
            })
    void variantsOfLstm(String layer, int units, double zoneoutH, double zoneoutC) {
        agree(layer, "lstm1.", (cells, w, xs) -> cells.variant(xs, UNITS, units, zoneoutH, zoneoutC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "trained"})
    void gruAfter(String start) {
        agree("GRU(4, init_state = " + start + ")", "gru1.", (cells, w, xs) -> cells.gruAfter(xs, initial(w, "h")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "trained"})
    void gruBefore(String start) {
        agree(
                "GRU(4, reset = before, init_state = " + start + ")",
                "gru1.",
                (cells, w, xs) -> cells.gruBefore(xs, initial(w, "h")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "trained"})
    void simpleRnn(String start) {
        agree(
                "SimpleRNN(4, init_state = " + start + ")",
                "simplernn1.",
                (cells, w, xs) -> cells.simpleRnn(xs, initial(w, "h")));
    }

    private static double[] initial(Map<String, double[][]> weights, String state) {
        double[][] trained = weights.get(state + ".initial");
        return trained == null ? ZEROS : trained[0];
    }

    private static void agree(String layer, String prefix, Published published) {
        String text = "model M { input x : float[time, 3] output y : float[time, 4] y = x -> " + layer + " }";
        LoweredModel model = new LoweredModel(text, LENGTHS);
        double[] found = model.run().predict().get(0);
        Map<String, double[][]> weights = model.weights(prefix);
        for (int b = 0; b < LENGTHS.length; b++) {
            double[][] xs = model.example(model.inputs.get(model.input("x")), INPUT, b);
            double[][] expected = published.run(new PublishedCells(weights), weights, xs);
            for (int t = 0; t < expected.length; t++) {
                assertArrayEquals(
                        expected[t], model.row(found, UNITS, b, t), 1e-14, layer + ", example " + b + ", step " + t);
            }
        }
    }
}
