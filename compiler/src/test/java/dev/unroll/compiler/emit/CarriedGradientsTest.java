package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.check.GradientCheck;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.TrainRun;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The check that {@code gradients within} runs sees what states and resets do to gradients. */
class CarriedGradientsTest {
    private static final String TEXT = """
            rnn 1
            cell Leaky(units: int)(x: float[n]) {
              state h: float[units] = trained
              step { h = 0.5 * prev(h) + tanh(linear(x, prev(h))) }
              emit h
            }
            vocabulary Letters { tokens = characters, max_size = 9 }
            model Chars {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(3) -> LSTM(3) -> Leaky(2) -> Dense(Letters.size) -> softmax
            }
            train Chars {
              target = shift(text), backprop = truncated(steps = 4, carry_state = true)
              loss = cross_entropy, optimizer = adam, epochs = 1
            }
            """;

    private static Constructor<?> program;

    @BeforeAll
    static void compile() throws ReflectiveOperationException {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("m/chars.rnn", TEXT)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        program = InMemoryCompiler.compile(compilation.sources())
                .loadClass("CharsProgram")
                .getDeclaredConstructor(Device.class);
        program.setAccessible(true);
    }

    @Test
    void rightGradientsPass() {
        GradientCheck.Result result = check(run -> {});
        assertThat(result.within(1e-6)).as(result.toString()).isTrue();
    }

    @Test
    void gradientsThatForgetTheStatesAreFound() {
        GradientCheck.Result result = check(run -> {
            for (int i = 0; i < 3; i++) {
                zero(run.state(i));
            }
        });
        assertThat(result.within(1e-3)).as(result.toString()).isFalse();
    }

    @Test
    void gradientsThatForgetTheResetsAreFound() {
        GradientCheck.Result result = check(run -> zero(run.reset()));
        assertThat(result.within(1e-3)).as(result.toString()).isFalse();
        result = check(run -> {
            for (int r = 0; r < run.reset().rows(); r++) {
                run.reset().setDouble(r, 0, 1);
            }
        });
        assertThat(result.within(1e-3)).as(result.toString()).isFalse();
    }

    private static void zero(Matrix matrix) {
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                matrix.setDouble(r, c, 0);
            }
        }
    }

    /** Checks gradients that belong to a run whose states and resets {@code fault} has changed, against the loss of one without. */
    private static GradientCheck.Result check(Consumer<TrainRun> fault) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ModelProgram right = (ModelProgram) program.newInstance(device)) {
            ModelProgram faulty = replacing(
                    ModelProgram.class,
                    right,
                    "trainRun",
                    run -> replacing(TrainRun.class, (TrainRun) run, "backward", nothing -> {
                        TrainRun real = (TrainRun) run;
                        double[][] before = ports(real);
                        fault.accept(real);
                        real.forward();
                        real.backward();
                        restore(real, before);
                        return null;
                    }));
            return GradientCheck.of(faulty).run();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the program cannot be made", e);
        }
    }

    private static double[][] ports(TrainRun run) {
        double[][] numbers = new double[4][];
        for (int i = 0; i < numbers.length; i++) {
            Matrix matrix = i < 3 ? run.state(i) : run.reset();
            numbers[i] = new double[Math.toIntExact(matrix.size())];
            matrix.get(numbers[i]);
        }
        return numbers;
    }

    private static void restore(TrainRun run, double[][] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            Matrix matrix = i < 3 ? run.state(i) : run.reset();
            for (int k = 0; k < numbers[i].length; k++) {
                matrix.setDouble(k / matrix.cols(), k % matrix.cols(), numbers[i][k]);
            }
        }
    }

    private interface Replacement {
        Object of(Object given);
    }

    /** {@code target}, but what {@code method} gives is replaced. */
    private static <T> T replacing(Class<T> type, T target, String method, Replacement replacement) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    try {
                        Object given = called.invoke(target, arguments);
                        return called.getName().equals(method) ? replacement.of(given) : given;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
