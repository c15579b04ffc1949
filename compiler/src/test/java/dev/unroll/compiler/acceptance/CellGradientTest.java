package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import dev.unroll.compiler.source.Source;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gradients of every cell, from text through all passes, against differences of the loss as lowered, before any pass: each
 * scalar of each parameter and initial state, and each element of the input.
 */
class CellGradientTest {
    /**
     * The bound. An element is compared relative to its own size, or to {@link #FLOOR} if that is more: the differences
     * themselves are exact to about 1e-12 (rounding of a loss near 1 over the step width), so smaller elements have no six digits
     * to compare.
     */
    private static final double BOUND = 1e-6;

    private static final double FLOOR = 1e-5;

    /** Step width of the five-point stencil, whose error is its fourth power times the fifth derivative over 30. */
    private static final double H = 4e-4;

    private static final List<int[]> LENGTHS =
            List.of(new int[] {1, 1}, new int[] {2, 2}, new int[] {5, 5}, new int[] {5, 3, 3, 1});

    private static final String PER_STEP = "output y : float[time, 2] y = x -> %s -> Dense(2)";
    private static final String LAST = "output y : float[2] y = x -> %s -> last -> Dense(2)";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SimpleRNN          | SimpleRNN(3, init_state = trained)          | h",
                "LSTM               | LSTM(3, init_state = trained)               | h c",
                "GRU, reset after   | GRU(3, init_state = trained)                | h",
                "GRU, reset before  | GRU(3, reset = before, init_state = trained)| h",
                "NormGRU            | NormGRU(3)                                  | ''",
                "NormGRU, trained h | TrainedNormGRU(3)                           | h",
                "PeepholeLSTM       | PeepholeLSTM(3)                             | c",
            })
    void agreesWithDifferences(String name, String layer, String trained) {
        double largest = 0;
        int compared = 0;
        for (int depth = 1; depth <= 3; depth++) {
            String stack = String.join(" -> ", Collections.nCopies(depth, layer));
            for (String head : depth == 2 ? List.of(PER_STEP, LAST) : List.of(PER_STEP)) {
                Program lowered = lower(String.format(head, stack));
                Program optimised = RnnCompiler.differentiate(lowered);
                Program withInputs = withInputGradients(lowered);
                assertStates(lowered, trained.isEmpty() ? List.of() : List.of(trained.split(" ")), depth);
                for (int[] lengths : LENGTHS) {
                    Bindings bindings = Numbers.random(lowered, depth, lengths);
                    Map<String, double[]> found =
                            Numbers.results(withInputs, Numbers.rebound(lowered, bindings, withInputs));
                    Map<String, double[]> driver =
                            Numbers.results(optimised, Numbers.rebound(lowered, bindings, optimised));
                    assertThat(Numbers.difference(driver, only(driver.keySet(), found)))
                            .isLessThan(1e-13);
                    for (Parameter parameter : lowered.parameters()) {
                        String segment = parameter.segments().get(0).name();
                        double[] gradient = found.get("d " + segment);
                        largest = worse(
                                largest,
                                lowered,
                                bindings,
                                parameter.value(),
                                gradient,
                                name + " x " + depth + ", " + Arrays.toString(lengths) + ", " + segment);
                        compared += gradient.length;
                    }
                    Value x = input(lowered);
                    double[] gradient = found.get("d input " + input(withInputs));
                    largest = worse(largest, lowered, bindings, x, gradient, name + " x " + depth + ", input");
                    compared += gradient.length;
                }
            }
        }
        System.out.printf("gradients of %s: %d compared, largest relative error %.1e%n", name, compared, largest);
        assertThat(compared).isGreaterThan(1000);
    }

    /** The cells of the samples and a model, as one file: cells are not seen across files. */
    private static Program lower(String body) {
        String text = SampleTexts.cells().text();
        String cells = text.substring(0, text.indexOf("\nmodel "));
        String norm = cells.substring(cells.indexOf("\ncell NormGRU"));
        String trained = norm.substring(0, norm.indexOf("\n}\n") + 3)
                .replace("cell NormGRU", "cell TrainedNormGRU")
                .replace("float[units] = zeros", "float[units] = trained");
        String model = "model Checked { input x : float[time, 2] " + body + " }";
        Front front = Front.of(List.of(new Source("checked.rnn", cells + trained + model)));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }

    /** The driver's own order of stages, which asks for no gradients of inputs. */
    private static Program withInputGradients(Program lowered) {
        Program forward = PassRunner.run(lowered, Passes.beforeGradient());
        return PassRunner.run(Differentiate.run(forward, List.of(input(forward))), Passes.afterGradient());
    }

    private static Value input(Program program) {
        return program.inputs().stream()
                .filter(v -> v.name().equals("x"))
                .findFirst()
                .orElseThrow();
    }

    /** Initial states are among the parameters that are compared. */
    private static void assertStates(Program program, List<String> states, int depth) {
        List<String> names = program.parameters().stream()
                .map(p -> p.segments().get(0).name())
                .toList();
        for (String state : states) {
            assertThat(names.stream().filter(n -> n.endsWith("." + state + ".initial")))
                    .hasSize(depth);
        }
        assertThat(names.stream().filter(n -> n.endsWith(".initial"))).hasSize(states.size() * depth);
    }

    private static Map<String, double[]> only(Set<String> names, Map<String, double[]> results) {
        Map<String, double[]> some = new HashMap<>(results);
        some.keySet().retainAll(names);
        return some;
    }

    private static double worse(
            double largest, Program lowered, Bindings bindings, Value value, double[] gradient, String what) {
        double worst = largest;
        for (int i = 0; i < gradient.length; i++) {
            double slope = slope(lowered, bindings, value, i);
            double error =
                    Math.abs(gradient[i] - slope) / Math.max(FLOOR, Math.max(Math.abs(gradient[i]), Math.abs(slope)));
            if (!(error <= BOUND)) {
                throw new AssertionError(what + "[" + i + "] is " + gradient[i] + ", by differences " + slope);
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    /** Five-point central difference of the loss. */
    private static double slope(Program program, Bindings bindings, Value value, int element) {
        double near = loss(program, bindings, value, element, H) - loss(program, bindings, value, element, -H);
        double far = loss(program, bindings, value, element, 2 * H) - loss(program, bindings, value, element, -2 * H);
        return (8 * near - far) / (12 * H);
    }

    private static double loss(Program program, Bindings bindings, Value value, int element, double distance) {
        double[] parameter = bindings.parameters().get(value);
        double[] moved = (parameter != null ? parameter : bindings.inputs().get(value)).clone();
        moved[element] += distance;
        return new IrInterpreter(program, bindings.with(value, moved)).forward().get(0)[0];
    }
}
