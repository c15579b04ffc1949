package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.resolve.Prelude;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Source;
import dev.unroll.grammar.RnnLexer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The words that the front of the compiler knows, asked from it and not listed here. */
final class LanguageWords {
    /** One-line files with a word that nothing has, {@code zzz}; the help of the message names all that could stand there. */
    private static final List<String> QUESTIONS = List.of(
            model("x -> SimpleRNN(2, zzz = 1) -> last -> Dense(1)"),
            model("x -> LSTM(2, zzz = 1) -> last -> Dense(1)"),
            model("x -> GRU(2, zzz = 1) -> last -> Dense(1)"),
            model("x -> GRU(2, reset = zzz) -> last -> Dense(1)"),
            model("x -> LSTM(2, init = zzz) -> last -> Dense(1)"),
            model("x -> LSTM(2, init_state = zzz) -> last -> Dense(1)"),
            model("x -> last -> Dense(1, zzz = 1)"),
            model("x -> last -> Dense(1, activation = zzz)"),
            model("x -> Dropout(0.5, zzz = 1) -> last -> Dense(1)"),
            model("clip(x, zzz = 1) -> last -> Dense(1)"),
            "cell C(k: int)(x: float[n]) { state h: float[k] = zeros step { h = linear(x, zzz = 1) + prev(h) } emit h }",
            "cell C(k: int)(x: float[n]) { state h: float[k] = zeros step { h = zoneout(zzz = x) } emit h }",
            "cell C(k: zzz)(x: float[n]) { state h: float[3] = zeros step { h = prev(h) + x } emit h } "
                    + model("x -> C(2) -> last -> Dense(1)"),
            "model M(k: zzz = 1) { input x : float[2] output y : float[1] y = x -> Dense(1) }",
            "model M { input x : float[time, 2] scaled zzz output y : float[1] y = x -> last -> Dense(1) }",
            "model M { input x : float[time, 2] scaled minmax(zzz = 1) output y : float[1] y = x -> last -> Dense(1) }",
            "vocabulary V { zzz = 1 }",
            "vocabulary V { tokens = zzz, max_size = 9 }",
            "vocabulary V { tokens = words, max_size = 9, too_long = zzz }",
            "vocabulary V { tokens = words, max_size = 9, empty = zzz }",
            "labels L { zzz = 1 }",
            model("x -> last -> Dense(1)") + " serve M { zzz = 1 }",
            model("x -> last -> Dense(1)") + " serve M { session = zzz }",
            "model M { input x : zzz[2] output y : float[1] y = x -> Dense(1) }",
            "vocabulary V { tokens = words, max_size = 9 } model M { input x : token<V> output y : float[2]"
                    + " y = x -> Embedding(2, zzz = 1) }",
            train("loss = cross_entropy(zzz = 1)").replace("float[1]", "label<L>") + " labels L { A, B }",
            train("loss = binary_crossentropy(zzz = 1)").replace("float[1]", "probability"),
            train("zzz = 1"),
            train("loss = zzz"),
            train("loss = huber(zzz = 1)"),
            train("metrics = [zzz]"),
            train("optimizer = zzz"),
            train("optimizer = sgd(zzz = 1)"),
            train("optimizer = adam(zzz = 1)"),
            train("optimizer = rmsprop(zzz = 1)"),
            train("optimizer = adagrad(zzz = 1)"),
            train("optimizer = sgd(rate = schedule.zzz)"),
            train("optimizer = sgd(rate = schedule.step(zzz = 1))"),
            train("optimizer = sgd(rate = schedule.exponential(zzz = 1))"),
            train("optimizer = sgd(rate = schedule.warmup_cosine(zzz = 1))"),
            train("optimizer = sgd(rate = schedule.linear(zzz = 1))"),
            train("optimizer = sgd(rate = schedule.linear(from = 1, to = 0, over = zzz(1)))"),
            train("optimizer = sgd(rate = schedule.reduce_on_plateau(zzz = 1))"),
            train("weight_decay = { zzz = 1 }"),
            train("stop_when = zzz"),
            train("stop_when = no_improvement(zzz = 1)"),
            train("stop_when = no_improvement(patience = 1, of = zzz)"),
            train("target = zzz"),
            train("target = shift(zzz = 1)"),
            train("backprop = zzz"),
            train("backprop = truncated(zzz = 1)"),
            train("batch = zzz(1)"),
            train("batch = tokens(zzz = 1)"),
            train("validation = zzz"),
            train("clip = zzz"),
            train("clip = norm(zzz = 1)"),
            train("split = zzz"),
            train("split = chronological(zzz = 1)"),
            train("examples = zzz"),
            train("examples = window(zzz = 1)"));

    private LanguageWords() {}

    private static String model(String flow) {
        return "model M { input x : float[time, 2] output y : float[1] y = " + flow + " }";
    }

    private static String train(String setting) {
        return model("x -> last -> Dense(1)") + " train M { " + setting + " }";
    }

    /** All words, those of later versions included. */
    static Set<String> all() {
        Set<String> words = new TreeSet<>(refused());
        words.addAll(keywords());
        words.addAll(Vocabulary.plainLayers());
        words.addAll(Prelude.get().layers());
        words.addAll(Vocabulary.functions());
        QUESTIONS.forEach(question -> words.addAll(answer(question)));
        return words;
    }

    private static List<String> keywords() {
        return Stream.iterate(1, type -> type <= RnnLexer.VOCABULARY.getMaxTokenType(), type -> type + 1)
                .map(RnnLexer.VOCABULARY::getLiteralName)
                .filter(literal -> literal != null && literal.matches("'[a-z]+'"))
                .map(literal -> literal.substring(1, literal.length() - 1))
                .toList();
    }

    /** The words in the help of the message about {@code zzz}. */
    private static List<String> answer(String question) {
        List<Diagnostic> diagnostics = Front.of(List.of(new Source("q.rnn", "rnn 1 " + question)))
                .diagnostics()
                .sorted();
        List<String> words = diagnostics.stream()
                .filter(diagnostic -> diagnostic.message().contains("zzz"))
                .flatMap(diagnostic -> diagnostic.help().stream())
                .flatMap(help -> Arrays.stream(
                        help.replaceFirst("^(there is|it has) ", "").split("[^\\w]+")))
                .filter(word -> word.matches("[A-Za-z]\\w*") && !word.equals("and"))
                .toList();
        assertFalse(words.isEmpty(), question + "\nnames no alternatives: " + diagnostics);
        return words;
    }

    /** Words that a later version will have: the constants {@code FUTURE_…} of the classes that refuse them. */
    static Set<String> refused() {
        Set<String> words = new TreeSet<>();
        for (String owner : List.of("resolve.Vocabulary", "types.TrainTyping", "types.LossTyping", "types.Ports")) {
            Set<String> own = new TreeSet<>();
            for (Field field : declared(owner)) {
                if (field.getName().startsWith("FUTURE") && Modifier.isStatic(field.getModifiers())) {
                    collect(value(field), own);
                }
            }
            assertFalse(own.isEmpty(), owner + " has no constant FUTURE… any more");
            words.addAll(own);
        }
        return words;
    }

    private static Field[] declared(String owner) {
        try {
            return Class.forName("dev.unroll.compiler." + owner).getDeclaredFields();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static void collect(Object value, Set<String> words) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(part -> collect(part, words));
        } else if (value instanceof Collection<?> several) {
            several.forEach(part -> collect(part, words));
        } else {
            words.add(value.toString());
        }
    }
}
