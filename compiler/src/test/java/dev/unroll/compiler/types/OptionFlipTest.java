package dev.unroll.compiler.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each option of each layer and setting, changed alone, changes the generated code or is refused. Which options there are is
 * asked from the compiler's own tables: one without a value to try here fails. The list is printed.
 */
class OptionFlipTest {
    private static final String HOLE = "§";

    /** Files in which an option of a layer is tried, with a hole behind the arguments that are there already. */
    private static final Map<String, String> LAYERS = new TreeMap<>(Map.of(
            "Dense", model("code -> Dense(3§) -> last -> Dense(1)"),
            "Dropout", model("code -> Dropout(0.2§) -> last -> Dense(1)"),
            "LayerNorm", model("code -> LayerNorm(§) -> last -> Dense(1)"),
            "Bidirectional", model("code -> Bidirectional(LSTM(3)§) -> final -> Dense(1)"),
            "SimpleRNN", model("code -> SimpleRNN(3§) -> last -> Dense(1)"),
            "LSTM", model("code -> LSTM(3§) -> last -> Dense(1)"),
            "GRU", model("code -> GRU(3§) -> last -> Dense(1)"),
            "Embedding",
                    "vocabulary V { tokens = words, max_size = 9 } model M { input x : token<V>[time] output y : float[1]"
                            + " y = x -> Embedding(3§) -> last -> Dense(1) }",
            "repeat", model("code -> repeat 2 with { § } { Dense(3) } -> last -> Dense(1)"),
            "dropout", model("code -> repeat 2 { LSTM(4, dropout = { § }) } -> last -> Dense(1)")));

    private static final Map<String, String> VALUES = new TreeMap<>();

    static {
        // of all layers that have them
        values("n", "5", "p", "0.3", "units", "4", "activation", "relu", "recurrent_activation", "hard_sigmoid");
        values(
                "bias",
                "false",
                "init",
                "he",
                "recurrent_init",
                "glorot",
                "init_state",
                "trained",
                "forget_bias",
                "2.5");
        values("reset", "before", "peephole", "true", "projection", "2", "layer_norm", "true", "zoneout", "0.1");
        values(
                "dropout",
                "{ recurrent = 0.1 }",
                "reverse",
                "true",
                "merge",
                "sum",
                "backward",
                "GRU(3)",
                "cell",
                "GRU(3)");
        values("shared_over", "time", "frozen", "true", "Dense.weights", "transposed(enc.weights)");
        values(
                "Embedding.weights",
                "file(\"glove.txt\")",
                "repeat.dropout",
                "{ between = 0.1 }",
                "repeat.residual",
                "true");
        values("dropout.input", "0.1", "dropout.recurrent", "0.1", "dropout.between", "0.1", "dropout.output", "0.1");
        // of train
        values("train.examples", "window(x, length = 4)", "train.target", "shift(x, by = 1)");
        values("train.backprop", "truncated(steps = 3)", "train.split", "chronological(train = 0.7, validation = 0.3)");
        values(
                "train.validation",
                "random(0.3)",
                "train.scale_on",
                "all",
                "train.loss",
                "mae",
                "train.metrics",
                "[mae]");
        values("train.teacher_forcing", "0.5");
        values("train.optimizer", "sgd", "train.weight_decay", "0.01", "train.clip", "norm(1)", "train.batch", "16");
        values(
                "train.stop_when",
                "no_improvement(of = training.loss, patience = 3)",
                "train.epochs",
                "7",
                "train.seed",
                "7");
        // of vocabulary
        values("vocabulary.tokens", "characters", "vocabulary.max_size", "8", "vocabulary.min_count", "2");
        values("vocabulary.lowercase", "true", "vocabulary.too_long", "keep_first", "vocabulary.empty", "unknown");
        values("vocabulary.file", "\"words.txt\"");
    }

    private static void values(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            VALUES.put(pairs[i], pairs[i + 1]);
        }
    }

    private static String model(String flow) {
        return "model M { input x : float[time, 3] output y : float[1] layer enc = Dense(3) code = x -> enc y = " + flow
                + " }";
    }

    private final List<String> failures = new ArrayList<>();

    @Test
    void ofLayers() {
        LAYERS.forEach((layer, file) -> {
            List<String> options =
                    switch (layer) {
                        case "repeat" -> Stages.REPEAT_OPTIONS;
                        case "dropout" -> DropoutRates.FIELDS;
                        default -> Layers.options(layer);
                    };
            boolean needsFirst = !List.of("LayerNorm", "repeat", "dropout").contains(layer);
            String base = file.replace(
                    HOLE, layer.equals("repeat") ? "residual = false" : layer.equals("dropout") ? "input = 0" : "");
            for (int i = 0; i < options.size(); i++) {
                String option = options.get(i);
                String value = value(layer, option);
                String flipped = needsFirst && i == 0
                        ? withFirst(file, layer, value)
                        : file.replace(HOLE, (needsFirst ? ", " : "") + option + " = " + value);
                flip(layer + "." + option, base, flipped);
            }
        });
        assertThat(failures).isEmpty();
    }

    private static String withFirst(String file, String layer, String value) {
        int hole = file.indexOf(HOLE);
        int open = file.lastIndexOf(layer + "(", hole) + layer.length() + 1;
        return file.substring(0, open) + value + file.substring(hole + HOLE.length());
    }

    /** What is written, and means what holds anyway, changes nothing: the comparison is not of the text. */
    @Test
    void defaultsChangeNothing() {
        String file = LAYERS.get("Dense");
        assertThat(code(compile(file.replace(HOLE, ", bias = true")))).isEqualTo(code(compile(file.replace(HOLE, ""))));
        String lstm = LAYERS.get("LSTM");
        assertThat(code(compile(lstm.replace(HOLE, ", zoneout = 0, projection = 0, peephole = false"))))
                .isEqualTo(code(compile(lstm.replace(HOLE, ""))));
    }

    @Test
    void ofTrain() {
        String model = "model M { input x : float[time, 1] output y : float[1] y = x -> GRU(3) -> last -> Dense(1) } ";
        for (String setting : TrainTyping.LEGAL) {
            String others = setting.equals("loss")
                    ? "optimizer = adam"
                    : setting.equals("optimizer") ? "loss = mse" : "loss = mse optimizer = adam";
            String base = model + "train M { loss = mse optimizer = adam }";
            String value = value("train", setting);
            flip("train." + setting, base, model + "train M { " + others + " " + setting + " = " + value + " }");
        }
        String decoder = "vocabulary V { tokens = characters max_size = 9 }"
                + " model M { input x : token<V>[a] output y : token<V>[b] m = x -> Embedding(3) -> GRU(3)"
                + " decoder y { layer e = Embedding(3) cell r = GRU(3, init_state = m.final)"
                + " step (previous) { s = r(previous -> e) emit s -> Dense(V.size) -> softmax } } }"
                + " train M { loss = cross_entropy optimizer = adam ";
        flip("train.teacher_forcing, of a decoder", decoder + "}", decoder + "teacher_forcing = 0.5 }");
        assertThat(failures).isEmpty();
    }

    @Test
    void ofVocabulary() {
        String model = " model M { input x : token<V>[time] output y : float[1]"
                + " y = x -> Embedding(3) -> GRU(3) -> last -> Dense(1) }";
        for (String setting : VocabularyTyping.LEGAL) {
            String tokens = setting.equals("tokens") ? "" : "tokens = words ";
            String size = setting.equals("max_size") ? "" : "max_size = 9 ";
            String value = value("vocabulary", setting);
            flip(
                    "vocabulary." + setting,
                    "vocabulary V { tokens = words max_size = 9 }" + model,
                    "vocabulary V { " + tokens + size + setting + " = " + value + " }" + model);
        }
        assertThat(failures).isEmpty();
    }

    private static String value(String owner, String option) {
        String own = VALUES.get(owner + "." + option);
        String value = own == null ? VALUES.get(option) : own;
        assertThat(value).as("a value to try for " + owner + "." + option).isNotNull();
        return value;
    }

    private void flip(String what, String base, String flipped) {
        Compilation before = compile(base);
        assertThat(DiagnosticRenderer.render(before.diagnostics())).as(base).isEmpty();
        Compilation after = compile(flipped);
        String result = after.hasErrors()
                ? "refused, " + after.diagnostics().get(0).code().id()
                : code(before).equals(code(after)) ? "CHANGES NOTHING" : "changes the code";
        System.out.printf("%-32s %s%n", what, result);
        if (result.equals("CHANGES NOTHING")) {
            failures.add(what + " changes nothing: " + flipped);
        }
    }

    static Compilation compile(String text) {
        return RnnCompiler.compile(List.of(new Source("m.rnn", "rnn 1 " + text)), CompilerOptions.standard());
    }

    /** The generated code without comments, and without the digest of the text, which differs by itself. */
    static String code(Compilation compilation) {
        return compilation.sources().stream()
                .map(GeneratedFile::text)
                .collect(Collectors.joining("\n"))
                .replaceAll("[0-9a-f]{64}", "")
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)//.*$", "");
    }
}
