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

/** Sessions of generated classes: typed by one step, equal to predicting the whole. */
class SessionEmitterTest {
    private static final String ROLLING = """
            rnn 1
            package shop
            model Sales {
              input  sold : float[day = 4, 1] scaled minmax(0, 1)
              output next : float[1] scaled like sold
              next = sold -> LSTM(3) -> last -> Dense(1)
            }
            train Sales { examples = window(sold, length = 4, target = 1), loss = mse, optimizer = adam, epochs = 1 }
            serve Sales { session = rolling, max_sessions = 2 }
            """;

    private static final String ROLLING_CALLER = """
            package shop;
            public final class Caller implements java.util.concurrent.Callable<String> {
              @Override
              public String call() {
                try (Sales sales = Sales.create(1)) {
                  float[] series = {3, 5, 4, 6, 7, 5, 8, 9, 7, 6};
                  sales.train(series);
                  try (Sales.Session session = sales.session()) {
                    if (session.add(3) || session.add(5) || session.add(4) || !session.add(6)) {
                      return "ready at the wrong row";
                    }
                    if (session.predict() != sales.predict(new float[] {3, 5, 4, 6})) {
                      return "not the window's forecast";
                    }
                    var state = session.state();
                    session.add(7);
                    float once = session.predict();
                    session.restore(state);
                    session.add(7);
                    if (once != session.predict() || once != sales.predict(new float[] {5, 4, 6, 7})) {
                      return "a state gives another future";
                    }
                    sales.sessions(2);
                    try {
                      sales.session();
                      return "three sessions";
                    } catch (IllegalStateException e) {
                      return e.getMessage();
                    }
                  }
                }
              }
            }
            """;

    private static final String CARRIED = """
            rnn 1
            package shop
            vocabulary Letters { tokens = characters, max_size = 30 }
            model Next {
              input  text : token<Letters>[time]
              output next : token<Letters>[time]
              next = text -> Embedding(4) -> LSTM(5) -> GRU(3) -> Dense(Letters.size) -> softmax
            }
            train Next {
              target   = shift(text, by = 1)
              backprop = truncated(steps = 5, carry_state = true)
              loss = cross_entropy, optimizer = adam(rate = 0.01), batch = 2, epochs = 2
            }
            serve Next { session = carried }
            """;

    private static final String CARRIED_CALLER = """
            package shop;
            import dev.unroll.runtime.text.Distribution;
            import java.util.List;
            public final class Caller implements java.util.concurrent.Callable<String> {
              @Override
              public String call() {
                try (Next model = Next.create(1)) {
                  model.train(List.of("one two three four five six", "seven eight nine ten", "eleven twelve"));
                  List<Distribution<String>> whole = model.predict("seven");
                  try (Next.Session session = model.session(); Next.Session two = model.sessions(2)) {
                    for (int t = 0; t < 5; t++) {
                      String letter = "seven".substring(t, t + 1);
                      float[] step = session.step(letter).probabilities();
                      List<Distribution<String>> both = two.stepAll(List.of(letter, "nine ".substring(t, t + 1)));
                      for (int i = 0; i < step.length; i++) {
                        float expected = whole.get(t).probabilities()[i];
                        if (Math.abs(step[i] - expected) > 1e-6 || Math.abs(both.get(0).probabilities()[i] - expected) > 1e-6) {
                          return "step " + t + " differs from the whole: " + step[i] + " " + expected;
                        }
                      }
                    }
                    two.reset(1);
                    Distribution<String> fresh = two.stepAll(List.of("s", "s")).get(1);
                    return Math.abs(fresh.probability("e") - whole.get(0).probability("e")) < 1e-6 ? "same" : "not reset";
                  }
                }
              }
            }
            """;

    @Test
    void aRollingSessionForecastsItsWindow() throws Exception {
        assertThat(call(ROLLING, ROLLING_CALLER))
                .isEqualTo("2 sessions of Sales are open, and there may be 2; close one first");
    }

    @Test
    void aCarriedSessionStepsThroughTheWhole() throws Exception {
        assertThat(call(CARRIED, CARRIED_CALLER)).isEqualTo("same");
    }

    private static Object call(String model, String caller) throws Exception {
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("shop/shop.rnn", model)), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(compilation.sources());
        files.add(new GeneratedFile("shop/Caller.java", caller));
        return ((Callable<?>) InMemoryCompiler.compile(files)
                        .loadClass("shop.Caller")
                        .getConstructor()
                        .newInstance())
                .call();
    }
}
