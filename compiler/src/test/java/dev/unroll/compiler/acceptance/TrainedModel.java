package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small models with data to train them on: every kind of batch, split and schedule, and dropout, is in one of them. */
enum TrainedModel {
    /** Windows of a series; the rate follows a plateau. */
    WAVE("""
            rnn 1
            model Wave {
              input  x : float[time = 6, 1] scaled standard
              output y : float[1] scaled like x
              y = x -> LSTM(5) -> Dropout(0.3) -> GRU(4) -> last -> Dense(1)
            }
            train Wave {
              examples     = window(x, length = 6)
              split        = chronological(train = 0.6, validation = 0.3, test = 0.1)
              loss         = huber(0.5)
              metrics      = [mae, rmse]
              optimizer    = adam(rate = schedule.reduce_on_plateau(from = 0.05, patience = 1))
              weight_decay = { recurrent = 0.01, bias = 0.001 }
              stop_when    = no_improvement(of = validation.mae, patience = 3)
              clip         = norm(1.0)
              batch        = 5
              epochs       = 4
            }
            """),
    /** Texts by their length, each with a label. */
    KIND("""
            rnn 1
            vocabulary Letters { tokens = characters, max_size = 20 }
            labels Kinds { A, B, C }
            model Kind {
              input  text : token<Letters>[time]
              output kind : label<Kinds>
              kind = text -> Embedding(4) -> Dropout(0.2) -> GRU(5) -> last -> Dense(Kinds.size) -> softmax
            }
            train Kind {
              loss         = cross_entropy(label_smoothing = 0.1)
              metrics      = [accuracy, f1, top_k(2)]
              optimizer    = adamw(rate = schedule.warmup_cosine(peak = 0.02, warmup = 4))
              weight_decay = 0.01
              split        = stratified(train = 0.6, validation = 0.2, test = 0.2)
              batch        = tokens(30, bucket_by = length(text))
              epochs       = 3
            }
            """),
    /** One text, in stretches that hand their states on. */
    CHARS("""
            rnn 1
            vocabulary Letters { tokens = characters, max_size = 20 }
            model Chars {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(4) -> LSTM(5) -> Dropout(0.2) -> LSTM(4) -> Dense(Letters.size) -> softmax
            }
            train Chars {
              target    = shift(text)
              backprop  = truncated(steps = 7, carry_state = true, reset_at = "e")
              loss      = cross_entropy
              metrics   = [bits_per_character, accuracy]
              optimizer = rmsprop(rate = schedule.exponential(from = 0.01, decay = 0.5))
              split     = chronological(train = 0.8, validation = 0.2)
              batch     = 6
              epochs    = 3
            }
            """);

    private final String text;

    TrainedModel(String text) {
        this.text = text;
    }

    /** The generated class. */
    Class<?> type() throws ReflectiveOperationException {
        Compilation compilation = RnnCompiler.compile(List.of(new Source("m/m.rnn", text)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        String name = text.replaceAll("(?s).*model (\\w+).*", "$1");
        return InMemoryCompiler.compile(compilation.sources()).loadClass(name);
    }

    static RecurrentModel create(Class<?> type, long seed) throws ReflectiveOperationException {
        return (RecurrentModel) type.getMethod("create", long.class).invoke(null, seed);
    }

    TrainingResult train(RecurrentModel model, TrainingListener... listeners) throws ReflectiveOperationException {
        return train(model, model.training().orElseThrow(), listeners);
    }

    TrainingResult train(RecurrentModel model, TrainingSpec spec, TrainingListener... listeners)
            throws ReflectiveOperationException {
        return switch (this) {
            case WAVE -> call("trainOnSeries", model, new Class<?>[] {List.class}, spec, listeners, List.of(wave()));
            case KIND ->
                call(
                        "trainOnColumns",
                        model,
                        new Class<?>[] {List.class, List.class},
                        spec,
                        listeners,
                        List.of(Column.texts(texts(40, 12))),
                        List.of(Column.labels(labels(40))));
            case CHARS ->
                call(
                        "trainOnColumns",
                        model,
                        new Class<?>[] {List.class, List.class},
                        spec,
                        listeners,
                        List.of(Column.texts(texts(9, 60))),
                        List.of());
        };
    }

    private static TrainingResult call(
            String name,
            RecurrentModel model,
            Class<?>[] types,
            TrainingSpec spec,
            TrainingListener[] listeners,
            Object... data)
            throws ReflectiveOperationException {
        List<Class<?>> all = new ArrayList<>(List.of(types));
        all.add(TrainingSpec.class);
        all.add(TrainingListener[].class);
        List<Object> values = new ArrayList<>(List.of(data));
        values.add(spec);
        values.add(listeners);
        Method method = RecurrentModel.class.getDeclaredMethod(name, all.toArray(Class<?>[]::new));
        method.setAccessible(true);
        try {
            return (TrainingResult) method.invoke(model, values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Series wave() {
        float[] wave = new float[46];
        for (int t = 0; t < wave.length; t++) {
            wave[t] = 20 + 5 * (float) Math.sin(t / 2.0) + t % 3;
        }
        return Series.of(wave);
    }

    private static List<String> texts(int count, int longest) {
        Random random = new Random(5);
        List<String> texts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            StringBuilder one = new StringBuilder();
            int length = 2 + random.nextInt(longest - 1);
            for (int t = 0; t < length; t++) {
                one.append((char) ('a' + random.nextInt(8)));
            }
            texts.add(one.toString());
        }
        return texts;
    }

    private static List<String> labels(int count) {
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            labels.add(k % 4 == 0 ? "A" : k % 3 == 0 ? "C" : "B");
        }
        return labels;
    }
}
