package dev.unroll.compiler.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each setting of a {@code decode} block and each argument of its ways to decode, changed alone, changes the generated code. Which there
 * are is asked from the compiler: one without a value to try here fails.
 */
class DecodeOptionFlipTest {
    private static final String MODEL = "vocabulary V { tokens = characters, max_size = 9 }"
            + " model M { input source : token<V>[src] output target : token<V>[tgt]"
            + " memory = source -> Embedding(2) -> GRU(3)"
            + " decoder target { layer embed = Embedding(2) cell rnn = GRU(3, init_state = memory.final)"
            + " step (previous) { context = attend(Dot, query = prev(rnn.h), over = memory)"
            + " emit rnn(concat(previous -> embed, context)) -> Dense(V.size) -> softmax } } } decode M { ";

    private static final Map<String, Map<String, String>> WAYS = Map.of(
            "greedy", Map.of(),
            "beam", Map.of("width", "7", "length_penalty", "wu(0.6)", "coverage_penalty", "wu(0.2)", "best", "2"),
            "sample", Map.of("temperature", "0.5", "top_k", "3", "top_p", "0.9", "seed", "8"));

    private static final Map<String, String> SETTINGS = Map.of(
            "limit", "7",
            "minimum", "2",
            "block_ngrams", "3",
            "unknown", "true");

    private static String code(String block) {
        Compilation compiled = OptionFlipTest.compile(MODEL + block + " }");
        assertThat(DiagnosticRenderer.render(compiled.diagnostics())).as(block).isEmpty();
        return OptionFlipTest.code(compiled).toString();
    }

    /** What the compiler says there is when it is asked for what there is not. */
    private static List<String> options(String way) {
        Diagnostic unknown = OptionFlipTest.compile(MODEL + way + "(nonesuch = 1) }").diagnostics().stream()
                .filter(diagnostic -> diagnostic.code() == DiagnosticCode.OPTION_UNKNOWN)
                .findFirst()
                .orElseThrow();
        String help = unknown.help().orElseThrow();
        return help.equals("it has none")
                ? List.of()
                : List.of(help.substring("it has ".length()).split(", "));
    }

    @Test
    void argumentsOfWays() {
        assertThat(WAYS.keySet()).containsExactlyInAnyOrderElementsOf(DecodeTyping.strategies());
        WAYS.forEach((way, values) -> {
            assertThat(values.keySet()).as(way).containsExactlyInAnyOrderElementsOf(options(way));
            Map<String, String> base = new TreeMap<>(way.equals("beam") ? Map.of("width", "3") : Map.of());
            String plain = code(call(way, base));
            values.forEach((option, value) -> {
                Map<String, String> flipped = new TreeMap<>(base);
                flipped.put(option, value);
                assertThat(code(call(way, flipped))).as(way + "." + option).isNotEqualTo(plain);
            });
        });
    }

    private static String call(String way, Map<String, String> arguments) {
        String inside = arguments.toString().replace("{", "(").replace("}", ")").replace("=", " = ");
        return way + inside;
    }

    @Test
    void settings() {
        assertThat(SETTINGS.keySet()).containsExactlyInAnyOrderElementsOf(DecodeTyping.settings());
        String plain = code("greedy()");
        SETTINGS.forEach((setting, value) -> assertThat(code("greedy() " + setting + " = " + value))
                .as(setting)
                .isNotEqualTo(plain));
    }

    /** The largest that are taken are within what the runtime's record takes. */
    @Test
    void bounds() {
        assertThat(code("greedy() limit = 1000 * length(source) + 1000000"))
                .contains("new DecodeSpec.Limit(1000.0, \"source\", 1000000)");
        for (String large : List.of("1001 * length(source)", "length(source) * 1e9", "1e9 * (length(source) + 5)")) {
            Compilation refused = OptionFlipTest.compile(MODEL + "greedy() limit = " + large + " }");
            assertThat(refused.diagnostics().stream().map(Diagnostic::code))
                    .as(large)
                    .containsExactly(DiagnosticCode.SETTING_VALUE);
        }
    }
}
