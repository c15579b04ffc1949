package dev.unroll.compiler.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each argument of each word in a {@code train} block, changed alone, changes the generated code or is refused. Which arguments a word
 * has is asked from the compiler, by one that it does not have: one without a value to try here fails. The list is printed.
 */
class TrainOptionFlipTest {
    private static final String HOLE = "§";

    private static final String NUMBERS =
            "model M { input x : float[time, 1] output y : float[1] y = x -> GRU(3) -> last -> Dense(1) } train M { ";
    private static final String LABELS = "labels L { A, B } model M { input x : float[time, 1] output y : label<L>"
            + " y = x -> GRU(3) -> last -> Dense(2) -> softmax } train M { optimizer = sgd ";
    private static final String TAGS =
            "labels L { O, B_X } model M { input x : float[time, 1] output y : label<L>[time]"
                    + " y = x -> GRU(3) -> Dense(2) -> softmax } train M { optimizer = sgd loss = cross_entropy ";
    private static final String SURE = "model M { input x : float[time, 1] output y : probability"
            + " y = x -> GRU(3) -> last -> Dense(1, activation = sigmoid) } train M { optimizer = sgd ";
    private static final String TEXT = "vocabulary V { tokens = characters, max_size = 9 }"
            + " model M { input x : token<V>[time] output y : token<V>[time]"
            + " y = x -> Embedding(2) -> GRU(3) -> Dense(V.size) -> softmax }"
            + " train M { loss = cross_entropy optimizer = sgd ";

    private static final String RATE = NUMBERS + "loss = mse validation = random(0.3) optimizer = adam(rate = § ) }";

    private final List<String> failures = new ArrayList<>();

    @Test
    void ofOptimizers() {
        String file = NUMBERS + "loss = mse weight_decay = 0.1 optimizer = § }";
        flip("sgd", file, "momentum = 0.5", "rate = 0.5", "momentum = 0.9", "nesterov = true");
        for (String adam : List.of("adam", "adamw")) {
            flip(adam, file, "", "rate = 0.5", "beta1 = 0.8", "beta2 = 0.8", "epsilon = 1e-4");
        }
        flip("rmsprop", file, "", "rate = 0.5", "rho = 0.8", "epsilon = 1e-4");
        flip("adagrad", file, "", "rate = 0.5", "epsilon = 1e-4");
        assertThat(failures).isEmpty();
    }

    @Test
    void ofSchedules() {
        String to = "from = 0.1, to = 0.01, over = epochs(9)";
        flip("schedule.constant", RATE, "rate = 0.1", "rate = 0.5");
        flip("schedule.step", RATE, "from = 0.1, factor = 0.5, every = 9", "from = 1", "factor = 0.1", "every = 8");
        flip("schedule.exponential", RATE, "from = 0.1, decay = 0.5", "from = 1", "decay = 0.1", "every = epochs(2)");
        flip("schedule.cosine", RATE, to, "from = 1", "to = 0.02", "over = epochs(8)");
        flip("schedule.linear", RATE, to, "from = 1", "to = 0.02", "over = epochs(8)");
        flip(
                "schedule.warmup_cosine",
                RATE,
                "peak = 0.1, warmup = 5",
                "peak = 1",
                "warmup = 6",
                "to = 0.01",
                "over = steps(99)");
        flip(
                "schedule.reduce_on_plateau",
                RATE,
                "from = 0.1",
                "from = 1",
                "factor = 0.1",
                "patience = 3",
                "least = 0.1",
                "to = 0.01",
                "of = training.loss");
        String every = RATE.replace(HOLE, "schedule.step(from = 0.1, factor = 0.5, every = §)");
        flip("epochs", every, "count = 2", "count = 3");
        flip("steps", every, "count = 2", "count = 3");
        assertThat(failures).isEmpty();
    }

    /** {@code ignore = padding} says what holds anyway; anything else is refused. */
    @Test
    void ofLosses() {
        flip("huber", NUMBERS + "optimizer = sgd loss = § }", "delta = 1", "delta = 2");
        flip("binary_crossentropy", SURE + "loss = § }", "", "positive_weight = 2");
        flip(
                "cross_entropy",
                LABELS + "loss = § }",
                "",
                "label_smoothing = 0.1",
                "class_weights = { A = 2 }",
                "ignore = A");
        for (String none : List.of("mse", "mae")) {
            flip(none, NUMBERS + "optimizer = sgd loss = § }", "");
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void ofClippingStoppingAndParts() {
        String numbers = NUMBERS + "loss = mse optimizer = sgd ";
        flip("norm", numbers + "clip = § }", "limit = 1", "limit = 2");
        flip("value", numbers + "clip = § }", "limit = 1", "limit = 2");
        flip(
                "no_improvement",
                numbers + "validation = random(0.3) stop_when = § }",
                "patience = 3",
                "of = training.loss",
                "patience = 4",
                "least = 0.1",
                "restore_best = false");
        for (String kind : List.of("chronological", "random", "stratified")) {
            String file = kind.equals("stratified") ? LABELS + "loss = cross_entropy " : numbers;
            String shares = "train = 0.6, validation = 0.2";
            flip(kind, file + "split = § }", shares, "train = 0.7", "validation = 0.1", "test = 0.1");
            flip(kind, file + "validation = § }", "share = 0.2", "share = 0.3");
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void ofStepsAndBatches() {
        flip("shift", TEXT + "target = § }", "input = x", "input = y", "by = 2");
        flip(
                "truncated",
                TEXT + "target = shift(x) backprop = § }",
                "steps = 4, carry_state = true",
                "steps = 5",
                "carry_state = false",
                "reset_at = \"e\"");
        flip("tokens", TEXT + "target = shift(x) batch = § }", "count = 99", "count = 98", "bucket_by = length(x)");
        flip("length", TEXT + "target = shift(x) batch = tokens(99, bucket_by = §) }", "input = x", "input = y");
        flip(
                "window",
                NUMBERS + "loss = mse optimizer = sgd examples = § }",
                "input = x, length = 4",
                "input = y",
                "length = 5",
                "step = 2",
                "target = 2");
        assertThat(failures).isEmpty();
    }

    @Test
    void ofMetrics() {
        String file = TAGS + "metrics = [§] }";
        flip("top_k", file, "k = 1", "k = 2");
        for (String average : List.of("precision", "recall", "f1")) {
            flip(average, file, "", "average = micro");
        }
        flip("edit_distance", file, "", "of = sequence");
        assertThat(failures).isEmpty();
    }

    @Test
    void ofWeightDecay() {
        String file = "cell Own(units: int)(x: float[n]) { weights V: float[units, n] init glorot"
                + " state h: float[units] = trained step { h = tanh(V @ x + prev(h)) } emit h }"
                + " vocabulary L { tokens = words, max_size = 9 }"
                + " model M { input x : token<L>[time] output y : float[1]"
                + " y = x -> Embedding(3) -> LayerNorm() -> Own(3) -> LSTM(2) -> last -> Dense(1) }"
                + " train M { loss = mse optimizer = adamw weight_decay = { § } }";
        for (String kind : DecayTyping.NAMES.keySet()) {
            String other = kind.equals("input") ? "recurrent = 0.1" : "input = 0.1";
            compare(
                    "weight_decay." + kind,
                    file.replace(HOLE, other),
                    file.replace(HOLE, other + ", " + kind + " = 0.2"));
        }
        assertThat(failures).isEmpty();
    }

    /** Flips each argument of a word that stands in the hole of a file. */
    private void flip(String word, String file, String given, String... values) {
        Map<String, String> base = named(given.isEmpty() ? Stream.of() : Stream.of(given.split(", ")));
        Map<String, String> flips = named(Stream.of(values));
        assertThat(flips.keySet())
                .as("values to try for " + word)
                .containsExactlyInAnyOrderElementsOf(options(word, file));
        flips.forEach((option, value) -> {
            Map<String, String> flipped = new LinkedHashMap<>(base);
            flipped.put(option, value);
            compare(word + "." + option, file.replace(HOLE, call(word, base)), file.replace(HOLE, call(word, flipped)));
        });
    }

    private static Map<String, String> named(Stream<String> arguments) {
        return arguments.collect(Collectors.toMap(
                argument -> argument.substring(0, argument.indexOf(" = ")),
                argument -> argument.substring(argument.indexOf(" = ") + 3),
                (a, b) -> b,
                LinkedHashMap::new));
    }

    private static String call(String word, Map<String, String> arguments) {
        return arguments.isEmpty()
                ? word
                : arguments.entrySet().stream()
                        .map(argument -> argument.getKey() + " = " + argument.getValue())
                        .collect(Collectors.joining(", ", word + "(", ")"));
    }

    /** What the compiler says there is when it is asked for what there is not. */
    private static List<String> options(String word, String file) {
        Compilation asked = OptionFlipTest.compile(file.replace(HOLE, word + "(nonesuch = 1)"));
        Diagnostic unknown = asked.diagnostics().stream()
                .filter(diagnostic -> diagnostic.code() == DiagnosticCode.OPTION_UNKNOWN)
                .findFirst()
                .orElseThrow(() -> new AssertionError(word + ": " + DiagnosticRenderer.render(asked.diagnostics())));
        String help = unknown.help().orElseThrow();
        return help.equals("it has none")
                ? List.of()
                : List.of(help.substring("it has ".length()).split(", "));
    }

    private void compare(String what, String base, String flipped) {
        Compilation before = OptionFlipTest.compile(base);
        assertThat(DiagnosticRenderer.render(before.diagnostics())).as(base).isEmpty();
        Compilation after = OptionFlipTest.compile(flipped);
        boolean same = !after.hasErrors() && OptionFlipTest.code(before).equals(OptionFlipTest.code(after));
        String result = after.hasErrors()
                ? "refused, " + after.diagnostics().get(0).code().id()
                : same ? "CHANGES NOTHING" : "changes the code";
        System.out.printf("%-40s %s%n", what, result);
        if (same) {
            failures.add(what + " changes nothing: " + flipped);
        }
    }
}
