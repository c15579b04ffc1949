package dev.unroll.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.GradientCheck;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrInterpreter;
import dev.unroll.compiler.ir.IrParser;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.DecoderModels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoders from text, by the interpreter: their gradients, and that searching and training run the same function. */
class DecoderLoweringTest {
    /** Lengths of all axes are in different orders. */
    private static final Map<String, int[]> RAGGED =
            Map.of("src", new int[] {1, 4, 2, 4}, "lines", new int[] {2, 1, 3, 1}, "tgt", new int[] {3, 1, 4, 2});

    private static Set<String> names() {
        return DecoderModels.all().keySet();
    }

    private static Program lowered(String name) {
        Front front = Front.of(List.of(new Source("m.rnn", DecoderModels.all().get(name))));
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        return RnnCompiler.lower(front.models().get(0));
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradientsAgreeWithDifferences(String name) {
        Program program = Differentiate.run(lowered(name));
        assertThat(GradientCheck.largestError(program, Numbers.random(program, 1, RAGGED)))
                .isLessThan(1e-6);
        Program optimised = RnnCompiler.differentiate(lowered(name));
        assertThat(GradientCheck.largestError(optimised, Numbers.random(optimised, 1, RAGGED)))
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("names")
    void textFormIsReadBack(String name) {
        Program program = RnnCompiler.differentiate(lowered(name));
        assertThat(IrParser.parse(IrPrinter.print(program))).isEqualTo(program);
    }

    /** Each example by itself: encoded, then step by step with the tokens that training reads. */
    @ParameterizedTest
    @MethodSource("names")
    void stepsGiveWhatTrainingSees(String name) {
        Program plain = lowered(name);
        Program optimised = RnnCompiler.differentiate(plain);
        for (int seed = 1; seed <= 3; seed++) {
            Map<String, int[]> one =
                    Map.of("src", new int[] {1 + seed}, "lines", new int[] {4 - seed}, "tgt", new int[] {4});
            Bindings bindings = Numbers.random(plain, seed, one);
            double[] probabilities =
                    new IrInterpreter(plain, bindings).predict().get(0);
            assertThat(stepped(plain, bindings, 4)).containsExactly(logs(probabilities), within(1e-12));
            Bindings rebound = Numbers.rebound(plain, bindings, optimised);
            assertThat(stepped(optimised, rebound, 4)).containsExactly(logs(probabilities), within(1e-12));
        }
    }

    private static double[] logs(double[] probabilities) {
        double[] logs = new double[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(probabilities[i]);
        }
        return logs;
    }

    private static double[] stepped(Program program, Bindings bindings, int steps) {
        Program.Phase encode = program.phases().get(0);
        Program.Phase step = program.phases().get(1);
        Map<String, double[]> inputs = new HashMap<>();
        program.inputs()
                .forEach(input -> inputs.put(input.name(), bindings.inputs().get(input)));
        Bindings encoding = bindings;
        for (Value input : encode.inputs()) {
            encoding = with(encoding, input, inputs.get(input.name()));
        }
        List<double[]> results = new IrInterpreter(program, encoding).phase(encode);
        Map<Value, double[]> given = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            given.put(step.inputs().get(1 + i), results.get(i));
        }
        int width = step.block().results().get(0).type().width();
        double[] all = new double[steps * width];
        double[] previous = inputs.get("previous_target");
        for (int t = 0; t < steps; t++) {
            Bindings now = with(bindings, step.inputs().get(0), new double[] {previous[t]});
            for (Map.Entry<Value, double[]> entry : given.entrySet()) {
                now = with(now, entry.getKey(), entry.getValue());
            }
            List<double[]> after = new IrInterpreter(program, now).phase(step);
            System.arraycopy(after.get(0), 0, all, t * width, width);
            // states come first, then the weights of attentions, which are no input
            for (int s = 1; s < after.size(); s++) {
                Value input = step.inputs().get(s);
                if (!step.block().results().get(s).type().equals(input.type())) {
                    break;
                }
                given.put(input, after.get(s));
            }
        }
        return all;
    }

    private static Bindings with(Bindings bindings, Value input, double[] numbers) {
        Map<Value, double[]> inputs = new HashMap<>(bindings.inputs());
        inputs.put(input, numbers);
        return new Bindings(bindings.parameters(), inputs, bindings.lengths(), bindings.masks());
    }
}
