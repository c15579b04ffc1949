package dev.unroll.compiler.emit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Model classes and test classes of all port shapes compile with all warnings as errors, and do what their methods say. */
class ModelEmitterTest {
    private static final String WINDOWS = """
            rnn 1
            package shop

            /// Sales */ {@code} \\u000a <b>of</b> 明天.
            model Sales(units: int = 4, look_back: int = 5) {
              /// Pieces a day.
              input  sold     : float[time = look_back, 1] scaled minmax(0, 1)
              output next_day : float[1]                   scaled like sold
              next_day = sold -> LSTM(units) -> last -> Dense(1)
            }

            train Sales {
              examples  = window(sold, length = look_back, step = 1, target = 1)
              split     = chronological(train = 0.8, validation = 0.2)
              scale_on  = train
              loss      = huber(delta = 0.5)
              metrics   = [mae]
              optimizer = sgd(rate = 0.01, momentum = 0.9)
              clip      = value(1.0)
              batch     = 8
              epochs    = 2
              seed      = 3
            }

            test Sales {
              expect parameters == 4 * (4 + 4 * 4 + 4) + 5
              expect next_day : float[1]
              expect error "RNN2104" when { model Wrong { input x : float[time, 1] output y : float[1] y = x -> last -> LSTM(2) -> Dense(1) } }
              gradients within 1e-4
            }
            """;

    private static final String EXAMPLES = """
            rnn 1
            package shop

            model Shapes {
              input  wide  : float[time, 3]
              input  level : float[2]
              output each  : float[time, 2]
              output total : float[1]
              output both  : float[2]

              state = wide -> GRU(3)
              each  = state -> Dense(2)
              total = state -> last -> Dense(1)
              both  = level -> Dense(2)
            }

            train Shapes { loss = mse, optimizer = adam(rate = 0.01) }
            """;

    @Test
    void windowsBecomeTypedMethods() throws ReflectiveOperationException {
        Compilation compilation = compile(WINDOWS);
        String text = text(compilation.sources(), "shop/Sales.java");
        assertThat(text)
                .contains(
                        " * Sales &#42;&#47; &#123;&#64;code&#125; &#92;u000a &#60;b&#62;of&#60;&#47;b&#62; &#26126;&#22825;.")
                .contains("public static final int LOOK_BACK = 5;")
                .contains("TRAINING = TrainingSpec.loss(Loss.huber(0.5))")
                .contains(".optimizer(new Optimizer.Sgd(0.01, 0.9, false))")
                .contains(".clip(Clip.value(1.0))")
                .contains("{@code sold : float[time = 5, 1]}, scaled minmax(0.0, 1.0): Pieces a day.")
                .contains("public float predict(float[] sold)")
                .contains("public float[] predictAll(float[][] sold)");

        InMemoryCompiler classes = compiled(compilation);
        Class<?> type = classes.loadClass("shop.Sales");
        try (RecurrentModel model = create(type)) {
            float[] series = new float[60];
            for (int t = 0; t < series.length; t++) {
                series[t] = 100 + 10 * (float) Math.sin(t);
            }
            TrainingResult result = (TrainingResult) type.getMethod("train", float[].class, TrainingListener[].class)
                    .invoke(model, series, new TrainingListener[0]);
            assertThat(result.history().epochs()).hasSize(2);
            float[] window = Arrays.copyOf(series, 5);
            float one = (float) type.getMethod("predict", float[].class).invoke(model, (Object) window);
            assertThat(one).as("in the data's own units").isBetween(50f, 150f);
            float[] all = (float[]) type.getMethod("predictAll", float[][].class)
                    .invoke(model, (Object) new float[][] {window, window});
            assertThat(all).containsExactly(one, one);
        }
    }

    @Test
    void testBlocksBecomeJunitTestsThatHold() throws ReflectiveOperationException {
        Compilation compilation = compile(WINDOWS);
        InMemoryCompiler classes = compiled(compilation);
        Class<?> tests = classes.loadClass("shop.SalesRnnTest");
        List<String> names = new ArrayList<>();
        var constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        for (Method method : tests.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                method.invoke(instance);
                names.add(method.getName());
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder("parametersAtLine26", "typeAtLine27", "errorAtLine28", "gradientsAtLine29");
    }

    @Test
    void everyShapeOfPortHasItsTypes() throws ReflectiveOperationException {
        Compilation compilation = compile(EXAMPLES);
        String text = text(compilation.sources(), "shop/Shapes.java");
        assertThat(text)
                .contains("public Prediction predict(float[][] wide, float[] level)")
                .contains("record Prediction(float[][] each, float total, float[] both)")
                .contains("train(float[][][] wide, float[][] level, float[][][] each, float[] total,");

        InMemoryCompiler classes = compiled(compilation);
        Class<?> type = classes.loadClass("shop.Shapes");
        Random random = new Random(1);
        try (RecurrentModel model = create(type)) {
            float[][] sequence = new float[4][3];
            for (float[] row : sequence) {
                for (int f = 0; f < row.length; f++) {
                    row[f] = (float) random.nextGaussian();
                }
            }
            Object prediction = type.getMethod("predict", float[][].class, float[].class)
                    .invoke(model, sequence, new float[] {1, 2});
            float[][] each = (float[][]) accessor(prediction, "each");
            assertThat(each).hasDimensions(4, 2);
            assertThat((float[]) accessor(prediction, "both")).hasSize(2);
            List<?> many = (List<?>) type.getMethod("predictAll", float[][][].class, float[][].class)
                    .invoke(model, new float[][][] {Arrays.copyOf(sequence, 2), sequence}, new float[][] {{1, 2}, {1, 2}
                    });
            assertThat((float[][]) accessor(many.get(1), "each"))
                    .as("ragged examples come back in the order given")
                    .isDeepEqualTo(each);
            assertThat((float[][]) accessor(many.get(0), "each")).hasDimensions(2, 2);
        }
    }

    private static Object accessor(Object prediction, String name) throws ReflectiveOperationException {
        return prediction.getClass().getMethod(name).invoke(prediction);
    }

    private static RecurrentModel create(Class<?> type) throws ReflectiveOperationException {
        return (RecurrentModel) type.getMethod("create", long.class).invoke(null, 1L);
    }

    private static Compilation compile(String text) {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("shop/shop.rnn", text)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        return compilation;
    }

    private static InMemoryCompiler compiled(Compilation compilation) {
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.addAll(compilation.testSources());
        return InMemoryCompiler.compile(files);
    }

    private static String text(List<GeneratedFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
