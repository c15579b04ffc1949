package dev.unroll.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Long and deep inputs end soon, in a thread with a stack of the usual size, with a tree or a diagnostic. */
class LongInputTest {
    /** What a thread has by default on Linux. */
    private static final long STACK = 1024L * 1024;

    private static final List<DiagnosticCode> SOUND = List.of();

    @Test
    void manyStatements() {
        assertEquals(
                SOUND,
                codes("model M {\n" + "  y = x -> LSTM(4, dropout = { input = 0.5 }) -> last\n".repeat(10_000)
                        + "}\n"));
    }

    @Test
    void manyBlocks() {
        assertEquals(SOUND, codes("train M { loss = mse }\n".repeat(10_000)));
    }

    @Test
    void longFlow() {
        assertEquals(SOUND, codes(statement("x" + " -> f".repeat(5_000))));
    }

    @Test
    void longList() {
        assertEquals(SOUND, codes(statement("[x" + ", x".repeat(15_000) + "]")));
    }

    @Test
    void longSumAtItsLimit() {
        assertEquals(SOUND, codes(statement("x" + " + x".repeat(ExpressionBuilder.MOST_OPERATORS))));
    }

    @Test
    void tooLongSum() {
        assertEquals(List.of(DiagnosticCode.EXPRESSION_TOO_LONG), codes(statement("x" + " + x".repeat(5_000))));
    }

    @Test
    void tooManySigns() {
        assertEquals(
                List.of(DiagnosticCode.EXPRESSION_TOO_LONG),
                codes(statement("-".repeat(50_000).replace("-", "- ") + "x")));
    }

    @Test
    void nestingAtItsLimit() {
        int inside = Brackets.DEEPEST - 1; // the block is one level
        for (String[] pair : new String[][] {
            {"(", ")"}, {"f(", ")"}, {"[", "]"}, {"{ a = ", "}"}, {"x[", "]"}, {"f(a = ", ")"}, {"repeat 2 { ", "}"}
        }) {
            assertEquals(SOUND, codes(statement(pair[0].repeat(inside) + "x" + pair[1].repeat(inside))), pair[0]);
        }
    }

    @Test
    void tooDeepNesting() {
        for (String open : List.of("(", "f(", "[", "{ a = ", "x[", "f(a = ", "repeat 2 { ", "- (", "x -> (", "x * (")) {
            assertEquals(List.of(DiagnosticCode.NESTED_TOO_DEEP), codes(statement(open.repeat(5_000))), open);
        }
    }

    @Test
    void nestedTests() {
        String nested =
                "test T { expect error \"RNN1014\" when { ".repeat(99) + "train M { a = 1 }" + " } }".repeat(99);
        assertEquals(SOUND, codes(nested));
    }

    @Test
    void manyErrors() {
        List<DiagnosticCode> codes = codes("model M {\n" + "  y = x -> LSTM(4 dropout)\n".repeat(2_000) + "}\n");
        assertEquals(2_000, codes.size());
    }

    @Test
    void longGarbage() {
        assertEquals(List.of(DiagnosticCode.SYNTAX), codes("model M {\n" + "1 + ".repeat(20_000) + "}\n"));
    }

    private static String statement(String value) {
        return "model M {\n  y = " + value + "\n}\n";
    }

    private static List<DiagnosticCode> codes(String body) {
        AtomicReference<Diagnostics> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    Diagnostics diagnostics = new Diagnostics();
                    RnnParser.parse(new Source("long.rnn", "rnn 1\n" + body), diagnostics);
                    result.set(diagnostics);
                },
                "parser",
                STACK);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((at, thrown) -> failure.set(thrown));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            thread.start();
            thread.join();
        });
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        return result.get().sorted().stream().map(Diagnostic::code).toList();
    }
}
