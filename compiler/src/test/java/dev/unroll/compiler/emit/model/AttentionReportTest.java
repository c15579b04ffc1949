package dev.unroll.compiler.emit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What the report of a compiled model says of its poolings is what the model itself gives as their weights. */
class AttentionReportTest {
    /** The weights of {@code look} are an output too, so that there is something to compare with. */
    private static final String MODELS = """
            rnn 1
            package pooled

            vocabulary Letters { tokens = characters, max_size = 12, empty = unknown }
            labels Kind { GOOD, BAD }

            model Review {
              input  text   : token<Letters>[time]
              output kind   : label<Kind>
              output rating : float[1]
              output share  : float[time, 1]

              layer look = Additive(3)
              memory  = text -> Embedding(4) -> GRU(5)
              context = pool(look, over = memory)
              other   = memory -> pool(Additive(2))
              kind    = concat(context, other) -> Dense(Kind.size) -> softmax
              rating  = context -> Dense(1)
              share   = context.weights
            }
            train Review {
              loss = { kind = cross_entropy, rating = mse, share = mse }, optimizer = adam(rate = 0.01)
              batch = 4, epochs = 2
            }

            model Numbers {
              input  x : float[time, 2]
              output y : probability
              y = x -> pool(Additive(2)) -> Dense(1, activation = sigmoid)
            }
            train Numbers { loss = binary_crossentropy, optimizer = adam, epochs = 1 }

            model Plain {
              input  text : token<Letters>[time]
              output kind : label<Kind>
              kind = text -> Embedding(4) -> GRU(5) -> last -> Dense(Kind.size) -> softmax
            }
            train Plain { loss = cross_entropy, optimizer = adam, epochs = 1 }
            """;

    private static final String CALLER = """
            package pooled;

            import dev.unroll.runtime.report.Report;
            import dev.unroll.runtime.train.*;
            import java.util.*;

            public final class Caller implements java.util.concurrent.Callable<String> {
              private static final List<String> TEXTS = List.of("abc", "a", "bca", "cc", "abcabca", "b", "ba", "cab");

              @Override
              public String call() {
                return review() + numbers() + plain();
              }

              static String review() {
                String wrong = "";
                try (Review model = Review.create(1)) {
                  List<Review.Example> examples = new ArrayList<>();
                  for (int i = 0; i < TEXTS.size(); i++) {
                    float[] share = new float[TEXTS.get(i).length()];
                    examples.add(new Review.Example(TEXTS.get(i), Kind.values()[i % 2], i, share));
                  }
                  TrainingResult result = model.train(examples);
                  String html = Report.of(model, result).html();
                  Classification kinds = (Classification) result.evaluation().outputs().get(0);
                  Forecast ratings = (Forecast) result.evaluation().outputs().get(1);
                  Set<Integer> seen = new HashSet<>();
                  for (List<Sample> samples : List.of(kinds.samples(), ratings.samples())) {
                    for (Sample sample : samples) {
                      seen.add(sample.example());
                      float[] share = model.predict(TEXTS.get(sample.example())).share();
                      wrong += sample.weights().size() == 2 && sample.weights().get(0).layer().equals("look")
                          && sample.weights().get(1).layer().equals("additive1") ? "" : sample + "\\n";
                      wrong += sample.weights().get(0).steps().equals(sample.weights().get(1).steps())
                          && share.length > 1 ? "the same twice: " + sample + "\\n" : "";
                      double sum = 0;
                      for (int t = 0; t < share.length; t++) {
                        wrong += Math.abs(share[t] - sample.weights().get(0).steps().get(t)) < 1e-6 ? "" : "share of " + sample + "\\n";
                        sum += sample.weights().get(1).steps().get(t);
                      }
                      wrong += Math.abs(sum - 1) < 1e-5 ? "" : "sum " + sum + "\\n";
                      String title = String.format(Locale.ROOT, "title=\\"%.4f\\">%s<", share[share.length - 1],
                          TEXTS.get(sample.example()).substring(share.length - 1));
                      wrong += html.contains(title) ? "" : title + "\\n";
                    }
                  }
                  wrong += seen.size() == TEXTS.size() ? "" : "seen " + seen + "\\n";
                  float second = model.predict("a").rating();
                  wrong += has(html, "<h2>Attention</h2>", "kind, example 1: truth BAD, model ",
                      "; weights of look<", "; weights of additive1<",
                      String.format(Locale.ROOT, "rating, example 1: truth 1.000, model %.4g;", second));
                }
                return wrong;
              }

              static String numbers() {
                try (Numbers model = Numbers.create(1)) {
                  TrainingResult result = model.train(List.of(
                      new Numbers.Example(new float[][] {{1, 2}, {3, 4}}, true),
                      new Numbers.Example(new float[][] {{1, 2}, {3, 9}}, false)));
                  Detection detection = (Detection) result.evaluation().outputs().get(0);
                  return (Report.of(model, result).html().contains("Attention") ? "no text, no attention\\n" : "")
                      + (detection.samples().get(0).weights().size() == 1 ? "" : "weights of " + detection.samples());
                }
              }

              static String plain() {
                try (Plain model = Plain.create(1)) {
                  TrainingResult result = model.train(
                      List.of(new Plain.Example("ab", Kind.GOOD), new Plain.Example("b", Kind.BAD)));
                  return Report.of(model, result).html().contains("Attention") ? "no pool, no attention\\n" : "";
                }
              }

              private static String has(String html, String... parts) {
                String missing = "";
                for (String part : parts) {
                  missing += html.contains(part) ? "" : "no " + part + " in the report\\n";
                }
                return missing;
              }
            }
            """;

    @Test
    void weightsAreThoseOfTheModel() throws Exception {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("pooled/pooled.rnn", MODELS)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        assertThat(files)
                .filteredOn(file -> file.text().contains("List<Pooling> poolings()"))
                .extracting(GeneratedFile::path)
                .as("programs without poolings know nothing of them")
                .containsExactlyInAnyOrder("pooled/ReviewProgram.java", "pooled/NumbersProgram.java");
        files.add(new GeneratedFile("pooled/Caller.java", CALLER));
        Callable<?> caller = (Callable<?>) InMemoryCompiler.compile(files)
                .loadClass("pooled.Caller")
                .getConstructor()
                .newInstance();
        assertThat(caller.call()).isEqualTo("");
    }
}
