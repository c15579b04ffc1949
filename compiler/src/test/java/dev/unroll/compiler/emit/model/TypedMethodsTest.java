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

/** Text, labels and probabilities have their own Java types: a caller written against them compiles and gets what they say. */
class TypedMethodsTest {
    private static final String MODELS = """
            rnn 1
            package shop

            vocabulary Letters { tokens = characters, max_size = 40, lowercase = true, empty = unknown }
            vocabulary Words { tokens = given, max_size = 20 }
            labels Kind { GOOD, BAD, UGLY }

            model Review {
              input  text : token<Letters>[time <= 50]
              output kind : label<Kind>
              kind = text -> Embedding(6) -> LSTM(8) -> last -> Dense(Kind.size) -> softmax
            }
            train Review {
              loss = cross_entropy, optimizer = adam(rate = 0.05), metrics = [accuracy], batch = 4, epochs = 30
            }

            model Sure {
              input  text   : token<Letters>[time]
              input  length : float[1]
              output good   : probability
              good = concat(text -> Embedding(4) -> GRU(5) -> last, length) -> Dense(1, activation = sigmoid)
            }
            train Sure { loss = binary_crossentropy, optimizer = adam, epochs = 2 }

            model Tag {
              input  words : token<Words>[time]
              output kinds : label<Kind>[time]
              kinds = words -> Embedding(4) -> Bidirectional(LSTM(3)) -> Dense(Kind.size) -> softmax
            }
            train Tag { loss = cross_entropy, optimizer = adam, epochs = 2 }
            """;

    private static final String CALLER = """
            package shop;

            import dev.unroll.runtime.text.Distribution;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.List;

            public final class Caller implements java.util.concurrent.Callable<String> {
              @Override
              public String call() throws Exception {
                Path file = Files.createTempFile("review", ".model");
                try (Review review = Review.create(1)) {
                  review.train(List.of(
                      new Review.Example("fine and nice", Kind.GOOD), new Review.Example("nice one", Kind.GOOD),
                      new Review.Example("terrible", Kind.BAD), new Review.Example("a terrible thing", Kind.BAD),
                      new Review.Example("ugh", Kind.UGLY), new Review.Example("ugh ugh", Kind.UGLY)));
                  Distribution<Kind> seen = review.predict("nice one");
                  List<Distribution<Kind>> all = review.predictAll(List.of("ugh ugh", "nice one", "Terrible"));
                  review.save(file);
                  try (Review loaded = Review.load(file)) {
                    if (loaded.predict("nice one").probability(Kind.GOOD) != seen.probability(Kind.GOOD)) {
                      return "a loaded model says something else";
                    }
                  }
                  if (all.get(1).probability(Kind.GOOD) != seen.probability(Kind.GOOD)) {
                    return "alone and in a batch differ";
                  }
                  return seen.best() + " " + all.get(0).best() + " " + all.get(2).best();
                }
              }

              static float sure() {
                try (Sure sure = Sure.create(1)) {
                  sure.train(List.of(
                      new Sure.Example("good", 4, true), new Sure.Example("bad", 3, false)), Sure.TRAINING.withEpochs(1));
                  float[] both = sure.predictAll(List.of("good", "bad"), new float[] {4, 3});
                  return both[0] == sure.predict("good", 4) ? both[0] : -1;
                }
              }

              static Kind tag() {
                try (Tag tag = Tag.create(1)) {
                  tag.train(List.of(new Tag.Example(List.of("a", "b"), List.of(Kind.GOOD, Kind.BAD))));
                  List<Distribution<Kind>> kinds = tag.predict(List.of("b", "a", "new"));
                  return kinds.size() == 3 ? kinds.get(0).best() : null;
                }
              }
            }
            """;

    @Test
    void aCallerNeedsNoIdsAndNoArrays() throws Exception {
        Callable<?> caller = caller();
        assertThat(caller.call()).as("learned by heart").isEqualTo("GOOD UGLY BAD");
        assertThat((float) call(caller, "sure")).isBetween(0f, 1f);
        assertThat(call(caller, "tag")).isNotNull();
    }

    private static Object call(Callable<?> caller, String name) throws ReflectiveOperationException {
        var method = caller.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }

    private static Callable<?> caller() throws ReflectiveOperationException {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("shop/shop.rnn", MODELS)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.sources())
                .as("one enum for two models")
                .filteredOn(file -> file.path().equals("shop/Kind.java"))
                .hasSize(1);
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.add(new GeneratedFile("shop/Caller.java", CALLER));
        return (Callable<?>) InMemoryCompiler.compile(files)
                .loadClass("shop.Caller")
                .getConstructor()
                .newInstance();
    }
}
