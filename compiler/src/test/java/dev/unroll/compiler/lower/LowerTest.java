package dev.unroll.compiler.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.ir.Origin;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What lowering means, in numbers worked out here. */
class LowerTest {
    private static final String ZONEOUT = """
      cell Hold(units: int, rate: float)(x: float[n]) {
        state h: float[units] = zeros
        step {
          h = zoneout(new = x, old = prev(h), rate = rate)
        }
        emit h
      }
      model M { input x : float[time, 2] output y : float[time, 2] y = x -> Hold(2, 0.25) }
      """;

    @Test
    void zoneoutPredictsTheExpectation() {
        LoweredModel model = new LoweredModel(ZONEOUT, 4, 2);
        double[] x = model.inputs.get(model.input("x"));
        double[] y = model.run().predict().get(0);
        for (int b = 0; b < 2; b++) {
            double[] held = new double[2];
            double[][] xs = model.example(x, 2, b);
            for (int t = 0; t < xs.length; t++) {
                held = new double[] {0.75 * xs[t][0] + 0.25 * held[0], 0.75 * xs[t][1] + 0.25 * held[1]};
                assertArrayEquals(held, model.row(y, 2, b, t), 1e-15);
            }
        }
    }

    @Test
    void zoneoutTrainsWithOldOrNewElements() {
        LoweredModel model = new LoweredModel(ZONEOUT, 9, 9, 9, 9);
        double[] x = model.inputs.get(model.input("x"));
        double[] y = model.run().forward().get(1);
        int kept = 0;
        for (int b = 0; b < 4; b++) {
            double[] held = new double[2];
            for (int t = 0; t < 9; t++) {
                double[] row = model.row(y, 2, b, t);
                for (int k = 0; k < 2; k++) {
                    double fresh = model.row(x, 2, b, t)[k];
                    assertTrue(row[k] == fresh || row[k] == held[k], "an element is neither new nor old");
                    kept += row[k] == held[k] ? 1 : 0;
                }
                held = row;
            }
        }
        assertTrue(kept > 5 && kept < 40, "of 72 elements, about a quarter are kept: " + kept);
    }

    @Test
    void dropoutScalesWhatItKeepsAndPredictsUnchanged() {
        LoweredModel model = new LoweredModel(
                "model M { input x : float[time, 2] output y : float[time, 2] y = x -> Dropout(0.5) }", 20, 20);
        double[] x = model.inputs.get(model.input("x"));
        assertArrayEquals(x, model.run().predict().get(0));
        double[] y = model.run().forward().get(1);
        int dropped = 0;
        for (int i = 0; i < x.length; i++) {
            assertTrue(y[i] == 0 || Math.abs(y[i] - 2 * x[i]) < 1e-15);
            dropped += y[i] == 0 ? 1 : 0;
        }
        assertTrue(dropped > 20 && dropped < 60, "of 80 elements, about half are dropped: " + dropped);
    }

    @Test
    void everyUseOfDropoutDrawsItsOwnMask() {
        LoweredModel model = new LoweredModel(
                "model M { input x : float[time, 2] output y : float[time, 4] y = concat(x -> Dropout(0.5), x -> Dropout(0.5)) }",
                20,
                20);
        double[] y = model.run().forward().get(1);
        boolean differ = false;
        for (int row = 0; row < y.length / 4; row++) {
            differ |= y[4 * row] != y[4 * row + 2];
        }
        assertTrue(differ);
    }

    @Test
    void losses() {
        loss("mse", e -> e * e);
        loss("mae", Math::abs);
        loss("huber(delta = 0.5)", e -> Math.abs(e) <= 0.5 ? e * e / 2 : 0.5 * (Math.abs(e) - 0.25));
    }

    private static void loss(String name, DoubleUnaryOperator penalty) {
        String text = "model M { input x : float[time, 2] output y : float[time, 2] y = x -> Dense(2) } "
                + "train M { loss = " + name + " optimizer = adam }";
        LoweredModel model = new LoweredModel(text, 6, 3, 1);
        List<double[]> results = model.run().forward();
        double[] target = model.inputs.get(model.input("target_y"));
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += penalty.applyAsDouble(results.get(1)[i] - target[i]);
        }
        assertEquals(20, target.length);
        assertEquals(sum / 20, results.get(0)[0], 1e-15, name);
    }

    @Test
    void lossesOfSeveralOutputsAreAdded() {
        LoweredModel model = new LoweredModel(
                "model M { input x : float[time, 2] output y : float[time, 2] output z : float[2] y = x -> Dense(2) z = x -> last }",
                3,
                2);
        List<double[]> results = model.run().forward();
        double y = meanSquare(results.get(1), model.inputs.get(model.input("target_y")));
        double z = meanSquare(results.get(2), model.inputs.get(model.input("target_z")));
        assertEquals(y + z, results.get(0)[0], 1e-15);
    }

    private static double meanSquare(double[] found, double[] target) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += (found[i] - target[i]) * (found[i] - target[i]);
        }
        return sum / target.length;
    }

    @Test
    void layerNormUsesTheBiasedVarianceAndItsGainAndShift() {
        LoweredModel model = new LoweredModel("""
            cell Norm(units: int = 3)(x: float[n]) {
              state h: float[units] = zeros
              step { h = layer_norm(x) + 0 * prev(h) }
              emit h
            }
            model M { input x : float[time, 3] output y : float[time, 3] y = x -> Norm() }
            """, 1);
        double[] x = model.inputs.get(model.input("x"));
        double mean = (x[0] + x[1] + x[2]) / 3;
        double variance = (Math.pow(x[0] - mean, 2) + Math.pow(x[1] - mean, 2) + Math.pow(x[2] - mean, 2)) / 3;
        double[] gain = model.weights("norm1.h.").get("gain")[0];
        double[] shift = model.weights("norm1.h.").get("shift")[0];
        double[] expected = new double[3];
        for (int k = 0; k < 3; k++) {
            expected[k] = gain[k] * (x[k] - mean) / Math.sqrt(variance + 1e-3) + shift[k];
        }
        assertArrayEquals(expected, model.run().predict().get(0), 1e-15);
    }

    @Test
    void namedWeightsAreStoredTransposed() {
        LoweredModel model = new LoweredModel("""
            cell Product(units: int)(x: float[n]) {
              weights W : float[units, n]
              state h: float[units] = zeros
              step { h = W @ x + 0 * prev(h) }
              emit h
            }
            model M { input x : float[time, 3] output y : float[time, 2] y = x -> Product(2) }
            """, 1);
        assertTrue(model.program.parameters().get(0).segments().get(0).transposed());
        assertEquals(
                List.of(3, 2), model.program.parameters().get(0).value().type().dims());
        double[] x = model.inputs.get(model.input("x"));
        double[][] stored = model.weights("product1.").get("W");
        double[] expected = new double[2];
        for (int k = 0; k < 2; k++) {
            expected[k] = stored[0][k] * x[0] + stored[1][k] * x[1] + stored[2][k] * x[2];
        }
        assertArrayEquals(expected, model.run().predict().get(0), 1e-15);
    }

    @Test
    void preludeCellsBlameTheLineOfTheLayer() {
        LoweredModel model = new LoweredModel(
                "model M {\n input x : float[time, 1]\n output y : float[2]\n y = x\n  -> LSTM(2)\n  -> last\n}", 2);
        Origin origin = model.program.predict().instrs().get(0).origin();
        assertEquals("test.rnn", origin.file());
        assertEquals(6, origin.line());
        assertEquals("lstm1", origin.layer());
        assertNotEquals(
                0,
                model.program
                        .predict()
                        .instrs()
                        .get(model.program.predict().instrs().size() - 1)
                        .origin()
                        .line());
    }
}
