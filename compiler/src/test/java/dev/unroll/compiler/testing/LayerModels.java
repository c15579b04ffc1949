package dev.unroll.compiler.testing;

import java.util.ArrayList;
import java.util.List;

/** Small models that between them have every layer, function and option of models. */
public final class LayerModels {
    private LayerModels() {}

    /** Flows from {@code float[time, 2]} to a sequence. */
    public static List<String> perStep() {
        return List.of(
                "LSTM(2, reverse = true, init_state = trained)",
                "GRU(2, reverse = true)",
                "GRU(2, reset = before, reverse = true)",
                "SimpleRNN(2, reverse = true, init_state = trained)",
                "Bidirectional(LSTM(2, init_state = trained))",
                "Bidirectional(GRU(2), merge = sum)",
                "Bidirectional(SimpleRNN(2), merge = mean)",
                "Bidirectional(LSTM(2), GRU(2), merge = product)",
                "Bidirectional(LSTM(2), SimpleRNN(3)) -> Bidirectional(GRU(2))",
                "LSTM(2, dropout = { input = 0.3, recurrent = 0.4, output = 0.2 })",
                "GRU(2, dropout = { input = 0.3, recurrent = 0.4, output = 0.2 })",
                "GRU(2, reset = before, dropout = { recurrent = 0.4 })",
                "SimpleRNN(2, dropout = { recurrent = 0.4 }, reverse = true)",
                "repeat 3 { LSTM(2, dropout = { between = 0.3 }) }",
                "repeat 3 with { dropout = { between = 0.3 }, residual = true } { GRU(2) }",
                "Dropout(0.3, shared_over = time) -> LSTM(2)",
                "LSTM(2, zoneout = 0.3)",
                "LSTM(2, zoneout = { c = 0.4, h = 0.2 })",
                "GRU(2, zoneout = 0.3)",
                "GRU(2, reset = before, zoneout = 0.3)",
                "SimpleRNN(2, zoneout = 0.3)",
                "LSTM(2, layer_norm = true)",
                "GRU(2, layer_norm = true)",
                "GRU(2, reset = before, layer_norm = true)",
                "SimpleRNN(2, layer_norm = true)",
                "LSTM(3, peephole = true)",
                "LSTM(3, projection = 2)",
                "LSTM(3, projection = 2, peephole = true, layer_norm = true, zoneout = 0.2, init_state = trained,"
                        + " dropout = { input = 0.2, recurrent = 0.3, output = 0.1 }, reverse = true)",
                "LSTM(2, forget_bias = 2.5)",
                "LayerNorm -> GRU(2)",
                "Dense(3, activation = softmax) -> SimpleRNN(2)",
                "Dense(3, activation = log_softmax) -> SimpleRNN(2)",
                "SimpleRNN(2) -> softmax",
                "SimpleRNN(2) -> log_softmax -> reverse -> GRU(2)");
    }

    /** Flows from {@code float[time, 2]} to a vector. */
    public static List<String> reduced() {
        return List.of(
                "LSTM(2) -> final",
                "LSTM(3, projection = 2) -> final",
                "GRU(2, reverse = true) -> final",
                "Bidirectional(LSTM(2)) -> final",
                "Bidirectional(LSTM(2), GRU(2), merge = product) -> final",
                "Bidirectional(GRU(2)) -> last",
                "GRU(2) -> first",
                "GRU(2) -> mean",
                "GRU(2) -> max",
                "GRU(2) -> sum",
                "pool(Additive(3))",
                "GRU(2) -> pool(Additive(3))",
                "first",
                "max",
                "mean",
                "sum");
    }

    /** Statements about {@code x : float[time, 2]} and, where they name it, {@code v : float[2]} that give {@code y : float[2]}. */
    public static List<String> statements() {
        return List.of(
                "memory = x -> LSTM(2) y = concat(memory.final.h, memory.final.c, memory -> mean, v) -> Dense(2)",
                "memory = x -> Bidirectional(LSTM(2), merge = mean) y = memory.final.c * memory.final.h + v",
                "y = x -> LSTM(2, init_state = v) -> last",
                "y = x -> LSTM(2, init_state = { h = v -> Dense(2), c = trained }) -> final",
                "a = x -> GRU(2) y = x -> Bidirectional(GRU(2, init_state = a.final), merge = sum) -> final -> tanh",
                "layer code = Dense(3, activation = tanh)"
                        + " y = x -> code -> SimpleRNN(3) -> last -> Dense(2, weights = transposed(code.weights))",
                "layer both = LSTM(2) -> Dense(2, activation = tanh) y = x -> both -> both -> last",
                "layer score = Additive(2) a = x -> GRU(2) b = pool(score, over = a) c = pool(score, over = reverse(x))"
                        + " y = concat(b, c, concat(b.weights, a) -> max) -> Dense(2)",
                "y = shift(x, by = 1) -> GRU(2) -> mean",
                "y = shift(x, by = -2) -> GRU(2) -> last",
                "y = reverse(x) * x -> LSTM(2) -> last");
    }

    /** A file with the model {@code name} for a flow to a sequence. */
    public static String ofPerStep(String name, String flow) {
        return text(name, "y = x -> " + flow + " -> Dense(2)", "float[time, 2]");
    }

    /** A file with the model {@code name} for a flow to a vector. */
    public static String ofReduced(String name, String flow) {
        return text(name, "y = x -> " + flow + " -> Dense(2)", "float[2]");
    }

    /** A file with the model {@code name} for statements. */
    public static String ofStatements(String name, String statements) {
        return text(name, statements, "float[2]");
    }

    /** All of them as files, their models called {@code Layers0} and so on. */
    public static List<String> all() {
        List<String> all = new ArrayList<>();
        perStep().forEach(flow -> all.add(ofPerStep("Layers" + all.size(), flow)));
        reduced().forEach(flow -> all.add(ofReduced("Layers" + all.size(), flow)));
        statements().forEach(text -> all.add(ofStatements("Layers" + all.size(), text)));
        return all;
    }

    private static String text(String name, String statements, String output) {
        String inputs = statements.matches(".*\\bv\\b.*") ? "input v : float[2] " : "";
        return "rnn 1 package dev.unroll.generated model " + name + " { input x : float[time, 2] " + inputs
                + "output y : " + output + " " + statements + " }";
    }
}
