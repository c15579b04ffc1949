package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.train.Checkpoints;
import dev.unroll.runtime.train.Duration;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated classes trained on sources: to the bits of a training on a list where the training part fits in the buffer, and from any
 * checkpoint where it does not. Streams of inputs are predicted as lists are.
 */
class SourceTest {
    private static final String MODELS = """
            rnn 1
            package shop

            vocabulary Letters { tokens = characters, max_size = 20, empty = unknown }
            labels Kind { GOOD, BAD, UGLY }

            model Mail {
              input  text : token<Letters>[time <= 30]
              input  size : float[1] scaled standard
              output kind : label<Kind>
              kind = concat(text -> Embedding(4) -> Dropout(0.2) -> GRU(5) -> last, size) -> Dense(Kind.size) -> softmax
            }
            train Mail {
              loss      = cross_entropy
              metrics   = [accuracy]
              optimizer = adam(rate = schedule.warmup_cosine(peak = 0.02, warmup = 4))
              split     = stratified(train = 0.6, validation = 0.2, test = 0.2)
              stop_when = no_improvement(of = validation.loss, patience = 5)
              batch     = tokens(30, bucket_by = length(text))
              epochs    = 3
            }

            model Chars {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(4) -> LSTM(5) -> Dropout(0.2) -> Dense(Letters.size) -> softmax
            }
            train Chars {
              target    = shift(text)
              backprop  = truncated(steps = 5, carry_state = false)
              loss      = cross_entropy
              metrics   = [perplexity]
              optimizer = adam
              split     = random(train = 0.8, validation = 0.2)
              batch     = 6
              epochs    = 2
            }

            model Next {
              input  wave : float[time, 2] scaled minmax(0, 1)
              output next : float[1]       scaled standard
              next = wave -> LSTM(3) -> last -> Dense(1)
            }
            train Next {
              loss      = mse
              metrics   = [mae]
              optimizer = adam(rate = 0.01)
              split     = chronological(train = 0.7, validation = 0.2, test = 0.1)
              batch     = 4
              epochs    = 2
            }
            """;

    private static final String CALLER = """
            package shop;

            import dev.unroll.runtime.RecurrentModel;
            import dev.unroll.runtime.data.ExampleSource;
            import dev.unroll.runtime.text.Distribution;
            import dev.unroll.runtime.train.TrainingListener;
            import dev.unroll.runtime.train.TrainingResult;
            import java.util.ArrayList;
            import java.util.List;
            import java.util.Random;
            import java.util.stream.Stream;

            public final class Caller {
              static final List<Mail.Example> MAILS = new ArrayList<>();
              static final List<String> TEXTS = new ArrayList<>();
              static final List<Next.Example> WAVES = new ArrayList<>();

              static {
                Random random = new Random(3);
                for (int k = 0; k < 60; k++) {
                  StringBuilder text = new StringBuilder();
                  for (int t = 2 + random.nextInt(18); t > 0; t--) {
                    text.append((char) ('a' + random.nextInt(6)));
                  }
                  TEXTS.add(text.toString());
                  MAILS.add(new Mail.Example(text.toString(), 100 + text.length(), Kind.values()[text.charAt(0) % 3]));
                  float[][] wave = new float[1 + random.nextInt(5)][2];
                  for (float[] step : wave) {
                    step[0] = random.nextFloat();
                    step[1] = -random.nextFloat();
                  }
                  WAVES.add(new Next.Example(wave, 10 + wave.length));
                }
              }

              public static RecurrentModel create(String name) {
                return switch (name) {
                  case "Mail" -> Mail.create(1);
                  case "Chars" -> Chars.create(1);
                  default -> Next.create(1);
                };
              }

              public static TrainingResult list(RecurrentModel model, TrainingListener... listeners) {
                if (model instanceof Mail mail) {
                  return mail.train(MAILS, listeners);
                }
                if (model instanceof Chars chars) {
                  return chars.train(TEXTS, listeners);
                }
                float[] truth = new float[WAVES.size()];
                for (int k = 0; k < truth.length; k++) {
                  truth[k] = WAVES.get(k).next();
                }
                return ((Next) model).train(
                    WAVES.stream().map(Next.Example::wave).toArray(float[][][]::new), truth, listeners);
              }

              public static TrainingResult source(RecurrentModel model, int buffer, TrainingListener... listeners) {
                if (model instanceof Mail mail) {
                  return mail.train(ExampleSource.of(MAILS).withBuffer(buffer), listeners);
                }
                if (model instanceof Chars chars) {
                  return chars.train(ExampleSource.of(TEXTS).withBuffer(buffer), listeners);
                }
                return ((Next) model).train(ExampleSource.of(WAVES).withBuffer(buffer), listeners);
              }

              public static TrainingResult file(RecurrentModel model, java.nio.file.Path mails) {
                return ((Mail) model).train(ExampleSource.csv(mails, row -> new Mail.Example(
                    row.text("text"), row.number("size"), Kind.valueOf(row.text("kind")))));
              }

              /** What is said of streams and of lists, as text. */
              public static List<String> predictions() {
                List<String> said = new ArrayList<>();
                try (Mail mail = Mail.create(1); Chars chars = Chars.create(1); Next next = Next.create(1)) {
                  list(mail);
                  list(chars);
                  list(next);
                  float[] sizes = new float[MAILS.size()];
                  for (int k = 0; k < sizes.length; k++) {
                    sizes[k] = MAILS.get(k).size();
                  }
                  Stream<Distribution<Kind>> kinds =
                      mail.predictAll(MAILS.stream().map(e -> new Mail.Inputs(e.text(), e.size())));
                  said.add(kinds.map(d -> d.best() + " " + d.entropy()).toList().toString());
                  said.add(mail.predictAll(TEXTS, sizes).stream().map(d -> d.best() + " " + d.entropy()).toList().toString());
                  Stream<List<Distribution<String>>> letters = chars.predictAll(TEXTS.stream());
                  said.add(letters.map(all -> all.get(0).best()).toList().toString());
                  said.add(chars.predictAll(TEXTS).stream().map(all -> all.get(0).best()).toList().toString());
                  Stream<Float> numbers = next.predictAll(WAVES.stream().map(Next.Example::wave));
                  said.add(numbers.toList().toString());
                  List<Float> all = new ArrayList<>();
                  for (float number : next.predictAll(WAVES.stream().map(Next.Example::wave).toArray(float[][][]::new))) {
                    all.add(number);
                  }
                  said.add(all.toString());
                }
                return said;
              }
            }
            """;

    private static Class<?> caller;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() throws ClassNotFoundException {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("shop/shop.rnn", MODELS)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.add(new GeneratedFile("shop/Caller.java", CALLER));
        caller = InMemoryCompiler.compile(files).loadClass("shop.Caller");
    }

    /** Losses by step, in order. */
    private static final class Log implements TrainingListener {
        private final List<Double> losses = new ArrayList<>();

        @Override
        public void step(int epoch, int step, double loss) {
            losses.add(loss);
        }
    }

    @Test
    void dataThatFitInTheBufferTrainToTheBitsOfAList() throws Exception {
        for (String name : List.of("Mail", "Chars", "Next")) {
            Log list = new Log();
            Log source = new Log();
            byte[][] files = new byte[2][];
            List<TrainingResult> results = new ArrayList<>();
            for (int way = 0; way < 2; way++) {
                try (RecurrentModel model = create(name)) {
                    results.add(way == 0 ? list(model, list) : source(model, 48, source));
                    files[way] = bytes(model);
                }
            }
            assertThat(source.losses).as(name).isEqualTo(list.losses).isNotEmpty();
            assertThat(files[1]).as(name + ", model file").isEqualTo(files[0]);
            assertThat(results.get(1).evaluation().loss())
                    .as(name)
                    .isEqualTo(results.get(0).evaluation().loss());
            assertThat(results.get(1).test().map(test -> test.loss()))
                    .as(name)
                    .isEqualTo(results.get(0).test().map(test -> test.loss()));
        }
    }

    @Test
    void dataThatDoNotFitTrainOnAllExamplesAndGoOnFromAnyCheckpoint() throws Exception {
        int within = 0;
        for (String name : List.of("Mail", "Chars", "Next")) {
            Path checkpoints = folder.resolve(name);
            Log whole = new Log();
            byte[] trained;
            TrainingResult result;
            try (RecurrentModel model = create(name)) {
                result = source(model, 12, whole, Checkpoints.every(checkpoints, Duration.steps(4), 1000));
                trained = bytes(model);
            }
            assertThat(result.evaluation().examples()).as(name).isPositive();
            for (Path file : Checkpoints.in(checkpoints)) {
                Log rest = new Log();
                try (RecurrentModel model = create(name)) {
                    model.resume(file);
                    int done = (int) model.state().steps();
                    source(model, 12, rest);
                    assertThat(rest.losses)
                            .as("%s after step %d", name, done)
                            .isEqualTo(whole.losses.subList(done, whole.losses.size()));
                    assertThat(bytes(model)).as("%s after step %d", name, done).isEqualTo(trained);
                }
                within++;
            }
            within -= result.history().epochs().size();
        }
        System.out.println(within + " checkpoints within epochs");
        assertThat(within).isGreaterThan(10);
    }

    @Test
    void anotherBufferIsAnotherTraining() throws Exception {
        try (RecurrentModel model = create("Next")) {
            source(model, 12, Checkpoints.every(folder, Duration.steps(3), 100));
            model.resume(Checkpoints.in(folder).get(3));
            assertThatThrownBy(() -> source(model, 13))
                    .rootCause()
                    .hasMessageContaining("the interrupted training had another data");
        }
    }

    @Test
    void errorsOfAFileNameTheLineWhateverFindsThem() throws Exception {
        String head = "text,size,kind\n";
        String rows = "aba,1,GOOD\nbab,2,BAD\n\"a\nb\",2,UGLY\n".repeat(100);
        Path mails = folder.resolve("mails.csv");
        try (RecurrentModel model = create("Mail")) {
            for (String[] wrong : new String[][] {
                {"ab,1,EVIL", ": line 402: No enum constant shop.Kind.EVIL"},
                {"ab,x,GOOD", ": line 402, column size: \"x\" is no number"},
                {
                    "a".repeat(31) + ",1,GOOD",
                    ": line 402: input text has 31 steps, but the model is declared [time <= 30]"
                },
            }) {
                Files.writeString(mails, head + rows + wrong[0] + "\n" + rows);
                assertThatThrownBy(() -> caller.getMethod("file", RecurrentModel.class, Path.class)
                                .invoke(null, model, mails))
                        .cause()
                        .isInstanceOf(DataException.class)
                        .hasMessage(mails + wrong[1]);
            }
            assertThat(model.state().steps()).isZero();
            Files.writeString(mails, head + rows);
            caller.getMethod("file", RecurrentModel.class, Path.class).invoke(null, model, mails);
            assertThat(model.state().epochs()).isEqualTo(3);
        }
    }

    @Test
    void streamsArePredictedAsListsAre() throws Exception {
        List<?> said = (List<?>) caller.getMethod("predictions").invoke(null);
        for (int k = 0; k < said.size(); k += 2) {
            assertThat(said.get(k)).isEqualTo(said.get(k + 1));
        }
    }

    private static RecurrentModel create(String name) throws ReflectiveOperationException {
        return (RecurrentModel) caller.getMethod("create", String.class).invoke(null, name);
    }

    private static TrainingResult list(RecurrentModel model, TrainingListener... listeners)
            throws ReflectiveOperationException {
        return (TrainingResult) caller.getMethod("list", RecurrentModel.class, TrainingListener[].class)
                .invoke(null, model, listeners);
    }

    private static TrainingResult source(RecurrentModel model, int buffer, TrainingListener... listeners)
            throws ReflectiveOperationException {
        return (TrainingResult) caller.getMethod("source", RecurrentModel.class, int.class, TrainingListener[].class)
                .invoke(null, model, buffer, listeners);
    }

    private byte[] bytes(RecurrentModel model) throws IOException {
        Path file = folder.resolve("trained.unroll");
        model.save(file);
        return Files.readAllBytes(file);
    }
}
