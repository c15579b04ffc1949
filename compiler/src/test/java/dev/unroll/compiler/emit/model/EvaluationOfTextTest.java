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

/** What a training says of itself agrees with what a caller counts from the model's own predictions. */
class EvaluationOfTextTest {
    private static final String MODELS = """
            rnn 1
            package judged

            vocabulary Letters { tokens = characters, max_size = 12, empty = unknown }
            vocabulary Words { tokens = given, max_size = 20 }
            labels Kind { GOOD, BAD, UGLY }
            labels Tags { O, B_PER, I_PER }

            model Review {
              input  text : token<Letters>[time]
              output kind : label<Kind>
              kind = text -> Embedding(6) -> LSTM(8) -> last -> Dense(Kind.size) -> softmax
            }
            train Review {
              loss = cross_entropy(label_smoothing = 0.1), optimizer = adam(rate = 0.01), batch = 4, epochs = 3
              metrics = [accuracy, top_k(2), f1]
            }

            model Sure {
              input  text : token<Letters>[time]
              output good : probability
              good = text -> Embedding(4) -> GRU(5) -> last -> Dense(1, activation = sigmoid)
            }
            train Sure {
              loss = binary_crossentropy(positive_weight = 2), optimizer = adam, epochs = 2, metrics = [auc, f1]
            }

            model Tag {
              input  words : token<Words>[time]
              output tags  : label<Tags>[time]
              tags = words -> Embedding(4) -> Bidirectional(LSTM(3)) -> Dense(Tags.size) -> softmax
            }
            train Tag {
              loss = cross_entropy, optimizer = adam, epochs = 2
              metrics = [accuracy, f1(average = span), edit_distance]
            }

            model Next {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(4) -> LSTM(6) -> Dense(Letters.size) -> softmax
            }
            train Next {
              target = shift(text, by = 1)
              backprop = truncated(steps = 5, carry_state = true)
              loss = cross_entropy, optimizer = adam, batch = 2, epochs = 2
              metrics = [perplexity, bits_per_character]
            }
            """;

    private static final String CALLER = """
            package judged;

            import dev.unroll.runtime.report.Report;
            import dev.unroll.runtime.text.Distribution;
            import dev.unroll.runtime.train.Evaluation;
            import dev.unroll.runtime.train.Metric;
            import dev.unroll.runtime.train.TrainingResult;
            import java.util.ArrayList;
            import java.util.List;

            public final class Caller implements java.util.concurrent.Callable<String> {
              private static final List<String> TEXTS =
                  List.of("abc", "a", "bca", "cc", "abcabca", "b", "ba", "cab", "aa", "acbb");

              @Override
              public String call() {
                return review() + sure() + tag() + next();
              }

              static String review() {
                try (Review model = Review.create(1)) {
                  List<Review.Example> examples = new ArrayList<>();
                  for (int i = 0; i < TEXTS.size(); i++) {
                    examples.add(new Review.Example(TEXTS.get(i), Kind.values()[i % 7 % 3]));
                  }
                  TrainingResult result = model.train(examples);
                  int right = 0;
                  int within = 0;
                  double loss = 0;
                  List<Distribution<Kind>> said = model.predictAll(TEXTS);
                  for (int i = 0; i < TEXTS.size(); i++) {
                    Kind truth = Kind.values()[i % 7 % 3];
                    right += said.get(i).best() == truth ? 1 : 0;
                    within += said.get(i).top(2).stream().anyMatch(o -> o.value() == truth) ? 1 : 0;
                    loss -= 0.9 * Math.log(said.get(i).probability(truth));
                    for (Kind kind : Kind.values()) {
                      loss -= 0.1 / 3 * Math.log(said.get(i).probability(kind));
                    }
                  }
                  Evaluation evaluation = result.evaluation();
                  return report(Report.of(model, result).html(), "time steps across", "taken for", "majority class")
                      + same("accuracy", evaluation.value(Metric.ACCURACY), right / 10.0)
                      + same("majority", evaluation.compare().rows().get(1).figure(Metric.ACCURACY), 0.4)
                      + same("top_k", evaluation.value(Metric.topK(2)), within / 10.0)
                      + same("loss", evaluation.loss(), loss / 10);
                }
              }

              static String sure() {
                try (Sure model = Sure.create(1)) {
                  List<Sure.Example> examples = new ArrayList<>();
                  for (int i = 0; i < TEXTS.size(); i++) {
                    examples.add(new Sure.Example(TEXTS.get(i), i % 3 == 0));
                  }
                  TrainingResult result = model.train(examples);
                  float[] p = model.predictAll(TEXTS);
                  double wins = 0;
                  double loss = 0;
                  for (int i = 0; i < p.length; i++) {
                    loss -= i % 3 == 0 ? 2 * Math.log(p[i]) : Math.log(1 - p[i]);
                    for (int j = 0; j < p.length; j++) {
                      if (i % 3 == 0 && j % 3 != 0) {
                        wins += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
                      }
                    }
                  }
                  return report(Report.of(model, result).html(), "share of yes found", "probability of the truth")
                      + same("auc", result.evaluation().value(Metric.AUC), wins / 24)
                      + same("binary loss", result.evaluation().loss(), loss / 10);
                }
              }

              static String tag() {
                try (Tag model = Tag.create(1)) {
                  List<List<String>> words = List.of(List.of("a", "b", "c"), List.of("b"), List.of("c", "a"));
                  List<List<Tags>> tags =
                      List.of(List.of(Tags.O, Tags.B_PER, Tags.I_PER), List.of(Tags.O), List.of(Tags.B_PER, Tags.O));
                  List<Tag.Example> examples = new ArrayList<>();
                  for (int i = 0; i < 3; i++) {
                    examples.add(new Tag.Example(words.get(i), tags.get(i)));
                  }
                  TrainingResult result = model.train(examples);
                  int right = 0;
                  for (int i = 0; i < 3; i++) {
                    List<Distribution<Tags>> said = model.predict(words.get(i));
                    for (int t = 0; t < said.size(); t++) {
                      right += said.get(t).best() == tags.get(i).get(t) ? 1 : 0;
                    }
                  }
                  return report(Report.of(model, result).html(), "step by step", "edit_distance")
                      + same("tags", result.evaluation().value(Metric.ACCURACY), right / 6.0);
                }
              }

              static String next() {
                try (Next model = Next.create(1)) {
                  List<String> texts = TEXTS.stream().filter(text -> text.length() > 1).toList();
                  TrainingResult result = model.train(texts);
                  double bits = 0;
                  int count = 0;
                  for (String text : texts) {
                    // From the whole text at once: chunks and carried states must not show.
                    List<Distribution<String>> said = model.predict(text);
                    for (int t = 0; t + 1 < text.length(); t++) {
                      bits -= Math.log(said.get(t).probability(text.substring(t + 1, t + 2))) / Math.log(2);
                      count++;
                    }
                  }
                  return report(Report.of(model, result).html(), "step by step", "perplexity")
                      + same("bits", result.evaluation().value(Metric.BITS_PER_CHARACTER), bits / count);
                }
              }

              private static String same(String what, double found, double expected) {
                return Math.abs(found - expected) <= 1e-5 * Math.max(1, Math.abs(expected))
                    ? "" : what + " is " + found + ", not " + expected + "\\n";
              }

              private static String report(String html, String... parts) {
                String missing = html.contains("NaN") ? "NaN in a report\\n" : "";
                for (String part : parts) {
                  missing += html.contains(part) ? "" : "no " + part + " in a report\\n";
                }
                return missing;
              }
            }
            """;

    @Test
    void figuresAreThoseOfThePredictions() throws Exception {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("judged/judged.rnn", MODELS)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.add(new GeneratedFile("judged/Caller.java", CALLER));
        Callable<?> caller = (Callable<?>) InMemoryCompiler.compile(files)
                .loadClass("judged.Caller")
                .getConstructor()
                .newInstance();
        assertThat(caller.call()).isEqualTo("");
    }
}
