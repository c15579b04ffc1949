package dev.unroll.compiler.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Small models with decoders, by name: every score, both orders, states of all kinds. */
public final class DecoderModels {
    private static final String HEAD = "rnn 1 vocabulary V { tokens = whitespace, max_size = 6 } "
            + "vocabulary W { tokens = whitespace, max_size = 5 } "
            + "attention Own(units: int)(query: float[q], keys: float[pos, k]) { "
            + "weights A: float[units, q], B: float[units, k], v: float[units] init glorot, b: float[units] "
            + "score[pos] = dot(v, tanh(A @ query * (B @ keys[pos]) + b)) } ";

    private DecoderModels() {}

    /** Texts of whole files, by the names of their models. All read {@code source} along {@code src} and give {@code target}. */
    public static Map<String, String> all() {
        Map<String, String> models = new LinkedHashMap<>();
        put(
                models,
                "Copied",
                "LSTM(3)",
                "cell rnn = LSTM(3, init_state = bridge(memory.final, how = copy))",
                "rnn(previous -> embed)");
        put(
                models,
                "Bridged",
                "Bidirectional(LSTM(2))",
                "cell rnn = LSTM(3, init_state = bridge(memory.final))",
                "rnn(previous -> embed)");
        put(
                models,
                "EmitsBefore",
                "GRU(3)",
                "cell rnn = LSTM(3)",
                "s = rnn(previous -> embed) c = attend(Dot, query = prev(rnn.h), over = memory) ",
                "concat(s * prev(rnn.c), c)");
        put(
                models,
                "Bahdanau",
                "Bidirectional(GRU(2))",
                "cell rnn = GRU(3, init_state = bridge(memory.final))",
                "c = attend(Additive(3), query = prev(rnn.h), over = memory) s = rnn(concat(previous -> embed, c)) ",
                "concat(s, c, previous -> embed)");
        put(
                models,
                "Luong",
                "GRU(3)",
                "cell rnn = GRU(2, init_state = bridge(memory.final))",
                "s = rnn(previous -> embed) c = attend(General, query = s, over = memory) ",
                "concat(s, c) -> Dense(3, activation = tanh)");
        put(
                models,
                "InputFeeding",
                "GRU(3)",
                "cell rnn = GRU(3, init_state = memory.final) cell feed = SimpleRNN(2)",
                "s = rnn(concat(previous -> embed, prev(feed.h))) c = attend(Dot, query = s, over = memory) "
                        + "t = feed(concat(s, c)) ",
                "t");
        put(
                models,
                "Stacked",
                "GRU(3)",
                "cell low = LSTM(2, init_state = trained) cell top = GRU(3)",
                "s = top(low(previous -> embed)) c = attend(ScaledDot, query = prev(top.h), over = memory) ",
                "concat(s, low.c, c, memory.final)");
        put(
                models,
                "OwnScore",
                "SimpleRNN(3)",
                "cell rnn = SimpleRNN(2)",
                "s = rnn(previous -> embed) c = attend(Own(2), query = concat(s, previous -> embed), over = memory) "
                        + "d = attend(Own(2), query = memory.final, over = memory) ",
                "concat(c, d) -> Dense(4)");
        put(
                models,
                "Covered",
                "GRU(3)",
                "cell rnn = GRU(2, init_state = bridge(memory.final))",
                "c = attend(Coverage(2), query = prev(rnn.h), over = memory) s = rnn(concat(previous -> embed, c)) "
                        + "d = attend(Coverage(3), query = s, over = memory) ",
                "concat(s, c, d)");
        put(
                models,
                "Heads",
                "GRU(3)",
                "cell rnn = GRU(4)",
                "c = attend(MultiHead(2), query = prev(rnn.h), over = memory) s = rnn(concat(previous -> embed, c)) ",
                "concat(s, c)");
        put(
                models,
                "Dropped",
                "GRU(3, dropout = { input = 0.3, recurrent = 0.2, output = 0.1 })",
                "cell rnn = LSTM(3, dropout = { input = 0.3, recurrent = 0.4, output = 0.2 }, zoneout = 0.1)",
                "s = previous -> embed -> Dropout(0.2) -> rnn c = attend(Additive(2), query = s, over = memory) ",
                "concat(s, c) -> Dropout(0.3)");
        models.put(
                "Tied",
                text(
                        "Tied",
                        "GRU(3)",
                        "cell rnn = GRU(2, init_state = bridge(memory.final))",
                        "",
                        "rnn(previous -> embed) -> Dense(W.size, weights = transposed(embed.weights)) -> softmax"));
        models.put(
                "TwoSources",
                HEAD + "model TwoSources { input source : token<V>[src] input notes : float[lines, 2] "
                        + "output target : token<W>[tgt] layer embed = Embedding(2) memory = source -> Embedding(2) -> GRU(3) "
                        + "marks = notes -> GRU(2) decoder target { cell rnn = GRU(3, init_state = memory.final) "
                        + "step (previous) { c = attend(General, query = prev(rnn.h), over = memory) "
                        + "d = attend(Additive(2), query = prev(rnn.h), over = marks) "
                        + "s = rnn(concat(previous -> embed, c, d)) emit s -> Dense(W.size) -> softmax } } } "
                        + train("TwoSources"));
        return models;
    }

    private static void put(Map<String, String> models, String name, String encoder, String cells, String emitted) {
        put(models, name, encoder, cells, "", emitted);
    }

    private static void put(
            Map<String, String> models, String name, String encoder, String cells, String equations, String emitted) {
        models.put(name, text(name, encoder, cells, equations, emitted + " -> Dense(W.size) -> softmax"));
    }

    private static String text(String name, String encoder, String cells, String equations, String emitted) {
        return HEAD + "model " + name + " { input source : token<V>[src] output target : token<W>[tgt] "
                + "memory = source -> Embedding(2) -> " + encoder + " decoder target { layer embed = Embedding(2) "
                + cells + " step (previous) { " + equations + "emit " + emitted + " } } } " + train(name);
    }

    private static String train(String name) {
        return "train " + name + " { loss = cross_entropy(label_smoothing = 0.1) optimizer = adam }";
    }
}
