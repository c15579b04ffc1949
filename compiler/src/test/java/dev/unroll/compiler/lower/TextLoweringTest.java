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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What text models compute, by the interpreter, against formulas written out here. */
class TextLoweringTest {
    private static final String LABELS = "labels Tags { A, B, C } ";

    @Test
    void crossEntropyIsTheNegativeLogarithmOfTheProbability() {
        Program program = lower(
                LABELS + "model M { input x : float[2] output y : label<Tags> y = x -> Dense(Tags.size) -> softmax }");
        double[] target = {2, 0};
        List<double[]> results = forward(program, Map.of("target_y", target), 2);
        double[] p = results.get(1);
        assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-12));
        assertThat(results.get(0)[0]).isCloseTo(-(Math.log(p[2]) + Math.log(p[3])) / 2, within(1e-12));
    }

    @Test
    void smoothingAndWeightsOfLabelsCount() {
        Program program = lower(LABELS
                + "model M { input x : float[2] output y : label<Tags> y = x -> Dense(3, activation = softmax) } "
                + "train M { loss = cross_entropy(label_smoothing = 0.3, class_weights = { C = 4 }) optimizer = sgd }");
        List<double[]> results = forward(program, Map.of("target_y", new double[] {2, 0}), 2);
        double[] p = results.get(1);
        double expected = 0;
        for (int row = 0; row < 2; row++) {
            int truth = row == 0 ? 2 : 0;
            double all = 0;
            for (int c = 0; c < 3; c++) {
                all += Math.log(p[row * 3 + c]);
            }
            expected -= (truth == 2 ? 4 : 1) * (0.7 * Math.log(p[row * 3 + truth]) + 0.1 * all) / 2;
        }
        assertThat(results.get(0)[0]).isCloseTo(expected, within(1e-12));
    }

    @Test
    void binaryCrossEntropyWeighsWhatHolds() {
        Program program = lower("model M { input x : float[2] output y : probability "
                + "y = x -> Dense(1, activation = sigmoid) } "
                + "train M { loss = binary_crossentropy(positive_weight = 3) optimizer = sgd }");
        List<double[]> results = forward(program, Map.of("target_y", new double[] {1, 0}), 2);
        double[] p = results.get(1);
        assertThat(results.get(0)[0]).isCloseTo(-(3 * Math.log(p[0]) + Math.log(1 - p[1])) / 2, within(1e-12));
    }

    @Test
    void lossesOfSeveralOutputsAreAdded() {
        String model = LABELS + "model M { input x : float[2] output y : label<Tags> output z : float[2] "
                + "y = x -> Dense(3) -> softmax z = x -> Dense(2) } ";
        Program program = lower(model + "train M { loss = { z = mae, y = cross_entropy } optimizer = sgd }");
        double[] z = {0.5, -1, 2, 0.25};
        List<double[]> results = forward(program, Map.of("target_y", new double[] {1, 1}, "target_z", z), 2);
        double expected = -(Math.log(results.get(1)[1]) + Math.log(results.get(1)[4])) / 2;
        for (int i = 0; i < 4; i++) {
            expected += Math.abs(results.get(2)[i] - z[i]) / 4;
        }
        assertThat(results.get(0)[0]).isCloseTo(expected, within(1e-12));
    }

    /** A logit of 800 has the probability 1 in double; its loss for the other truth is 800, not infinite. */
    @Test
    void sureAndWrongIsFinite() {
        Program program = lower("model M { input x : float[1] output y : probability y = sigmoid(800 * x) } "
                + "train M { loss = binary_crossentropy optimizer = sgd }");
        List<double[]> results = forward(program, Map.of("x", new double[] {1}, "target_y", new double[] {0}), 1);
        assertThat(results.get(0)[0]).isCloseTo(800, within(1e-9));
    }

    /** Twelve steps at once give what three stretches give that hand their states on; a reset begins anew. */
    @Test
    void carriedStatesContinueASequence() {
        Program program = lower("vocabulary V { tokens = characters, max_size = 6 } "
                + "model M { input x : token<V>[time] output y : token<V>[time] "
                + "y = x -> Embedding(3) -> LSTM(4) -> GRU(2, init_state = trained) -> Dense(6) -> softmax } "
                + "serve M { session = carried }");
        double[] ids = {2, 3, 4, 5, 1, 2, 2, 3, 5, 4, 1, 3};
        Map<String, double[]> start = new HashMap<>();
        start.put("reset", first(12));
        double[] whole = predict(program, ids, start).get(0);
        Map<String, double[]> states = new HashMap<>();
        for (int from = 0; from < 12; from += 4) {
            double[] stretch = Arrays.copyOfRange(ids, from, from + 4);
            states.put("reset", from == 0 ? first(4) : new double[4]);
            List<double[]> results = predict(program, stretch, states);
            for (int i = 0; i < 24; i++) {
                assertThat(results.get(0)[i]).isCloseTo(whole[from * 6 + i], within(1e-14));
            }
            List<String> names = List.of("state_lstm1_h", "state_lstm1_c", "state_gru1_h");
            for (int s = 0; s < 3; s++) {
                states.put(names.get(s), results.get(1 + s));
            }
        }
        states.put("reset", first(12));
        assertThat(predict(program, ids, states).get(0)).containsExactly(whole);
    }

    private static double[] first(int steps) {
        double[] reset = new double[steps];
        reset[0] = 1;
        return reset;
    }

    private static Program lower(String text) {
        Front front = Front.of(List.of(new Source("m.rnn", "rnn 1 " + text)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }

    private static List<double[]> forward(Program program, Map<String, double[]> given, int rows) {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, 1);
        return new IrInterpreter(program, bindings(program, given, lengths)).forward();
    }

    private static List<double[]> predict(Program program, double[] ids, Map<String, double[]> given) {
        Map<String, double[]> all = new HashMap<>(given);
        all.put("x", ids);
        return new IrInterpreter(program, bindings(program, all, ids.length)).predict();
    }

    /** Random weights, always the same; inputs by name where they are given. */
    private static Bindings bindings(Program program, Map<String, double[]> given, int... lengths) {
        Bindings bindings = Numbers.random(program, 1, lengths);
        for (Value input : program.inputs()) {
            double[] numbers = given.get(input.name());
            if (numbers != null) {
                bindings = bindings.with(input, numbers);
            }
        }
        return bindings;
    }
}
