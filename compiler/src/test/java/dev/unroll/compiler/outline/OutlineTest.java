package dev.unroll.compiler.outline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static Outline outline(String body) {
        return outline("", body);
    }

    private static Outline outline(String blocks, String body) {
        Source source = new Source("com/acme/m.rnn", "rnn 1 package com.acme " + blocks + " model M { " + body + " }");
        Compilation compilation = RnnCompiler.compile(List.of(source), CompilerOptions.standard());
        assertEquals(List.of(), compilation.diagnostics());
        return compilation.outlines().get(0);
    }

    @Test
    void productsCountTwoForEachWeightAndRow() {
        Outline outline = outline("input x : float[time, 3] output y : float[2] y = x -> LSTM(5) -> last -> Dense(2)");
        Outline.Layer lstm = outline.layers().get(0);
        assertEquals("lstm1", lstm.name());
        assertEquals("float[time, 5]", lstm.type());
        assertEquals(4 * (3 * 5 + 5 * 5 + 5), lstm.parameters());
        // Four gates of two products each; then five activations, and c = f * c + i * g, h = o * tanh(c): 4 operations.
        assertEquals(new Cost(4 * 2 * (3 * 5 + 5 * 5) + 5 * (5 + 4), 0), lstm.cost());
        assertEquals(new Cost(0, 2 * 5 * 2), outline.layers().get(1).cost());
        assertEquals(4 * (3 * 5 + 5 * 5 + 5) + 5 * 2 + 2, outline.parameters());
    }

    /** r, z and the new h of a GRU whose reset gate acts before the recurrent product (Cho et al., 2014). */
    @Test
    void oneGruByHand() {
        Outline.Layer gru = outline(
                        "input x : float[time, 3] output y : float[time, 5] y = x -> GRU(5, reset = before)")
                .layers()
                .get(0);
        assertEquals(3 * (3 * 5 + 5 * 5 + 5), gru.parameters());
        // Three gates of two products each; three activations; r * h; and z * h + (1 - z) * new: 4 operations.
        assertEquals(new Cost(3 * 2 * (3 * 5 + 5 * 5) + 5 * (3 + 1 + 4), 0), gru.cost());
    }

    @Test
    void oneEmbeddingAndOneDenseByHand() {
        Outline outline = outline(
                "vocabulary V { tokens = words, max_size = 50 }",
                "input x : token<V>[time] output y : float[time, 2] y = x -> Embedding(7) -> Dense(2, activation = tanh)");
        assertEquals(
                List.of(
                        // looking up is no arithmetic
                        new Outline.Layer("embedding1", "float[time, 7]", 50 * 7, Cost.NONE),
                        new Outline.Layer("dense1", "float[time, 2]", 7 * 2 + 2, new Cost(2 * 7 * 2 + 2, 0))),
                outline.layers());
    }

    private static final String LEAK = "cell Leak(units: int)(x: float[n]) { state h: float[units] = zeros"
            + " step { h = 0.5 * prev(h) + linear(x) } emit h } ";

    /** Wherever a layer stands, it is listed, and all weights and operations belong to some layer. */
    @Test
    void everyLayerIsListed() {
        assertEquals(
                List.of("dense1 float[time, 4] 16", "dense2 float[time, 4] 20", "dense3 float[2] 10"),
                layers("", "y = x -> repeat 2 { Dense(4) } -> last -> Dense(2)"));
        assertEquals(
                List.of(
                        "bidirectional1.forward float[time, 4] 96",
                        "bidirectional1.backward float[time, 4] 96",
                        "bidirectional1 float[8] 0",
                        "dense1 float[2] 18"),
                layers("", "y = x -> Bidirectional(GRU(4, reset = before)) -> final -> Dense(2)"));
        assertEquals(
                List.of("lstm1 float[time, 4] 128", "gru1 float[time, 4] 120", "lstm2 float[time, 4] 144"),
                layers("", "z = x -> repeat 1 { LSTM(4) } -> GRU(4) y = z -> LSTM(4) -> last -> Dense(2)")
                        .subList(0, 3));
        assertEquals(
                List.of("leak1 float[time, 4] 16", "dense1 float[2] 10"),
                layers(LEAK, "y = x -> Leak(4) -> last -> Dense(2)"));
        assertEquals(
                List.of(
                        "bidirectional1.forward float[time, 4] 16",
                        "bidirectional1.backward float[time, 4] 16",
                        "bidirectional1 float[8] 0",
                        "dense1 float[2] 18"),
                layers(LEAK, "y = x -> Bidirectional(Leak(4)) -> final -> Dense(2)"));
        assertEquals(
                List.of("additive1 float[3] 20", "dense1 float[2] 8"),
                layers("", "y = x -> pool(Additive(4)) -> Dense(2)"));
    }

    /** A named flow has the layers it is made of; one used twice is listed once, with the work of both uses. */
    @Test
    void layersOfNamedFlowsAreListed() {
        assertEquals(
                List.of("tower.dense1 float[time, 4] 16", "tower.gru1 float[time, 4] 108", "dense1 float[2] 10"),
                layers("", "layer tower = Dense(4) -> GRU(4, reset = before) y = x -> tower -> last -> Dense(2)"));
        assertEquals(
                List.of("a float[time, 3] 12", "ab float[time, 3] 12", "dense1 float[2] 8"),
                layers("", "layer a = Dense(3) layer ab = Dense(3) y = x -> a -> ab -> a -> last -> Dense(2)"));
        Outline outline =
                outline("input x : float[time, 3] output y : float[time, 3] layer a = Dense(3) y = x -> a -> a");
        assertEquals(new Cost(2 * 2 * 3 * 3, 0), outline.layers().get(0).cost());
    }

    private static List<String> layers(String blocks, String statements) {
        Outline outline = outline(blocks, "input x : float[time, 3] output y : float[2] " + statements);
        assertEquals(
                outline.parameters(),
                outline.layers().stream().mapToLong(Outline.Layer::parameters).sum());
        assertEquals(Cost.NONE, outline.others());
        return outline.layers().stream()
                .map(layer -> layer.name() + " " + layer.type() + " " + layer.parameters())
                .toList();
    }

    @Test
    void operationsOfNoLayerAreShownApart() {
        Outline outline = outline("input x : float[4] output y : float[4] y = tanh(x * 2)");
        assertEquals(List.of(), outline.layers());
        assertEquals(new Cost(0, 8), outline.others());
    }

    @Test
    void textIsATable() {
        Outline outline = outline("input x : float[time <= 9, 3] output y : float[2] y = x -> last -> Dense(2)");
        assertEquals(
                List.of(
                        "M (com/acme/m.rnn), 8 parameters",
                        "  input  x : float[time <= 9, 3]",
                        "  output y : float[2]",
                        "  layer   gives     parameters  FLOPs a step  FLOPs an example",
                        "  dense1  float[2]           8             0                12",
                        "  total                      8             0                12"),
                OutlineText.lines(outline).subList(0, 6));
    }

    /** Those of a decoder's step too, as they are at one step; together they have all weights. */
    @Test
    void layersOfDecodersAreListed() {
        Outline outline = outline(
                "vocabulary V { tokens = words, max_size = 9 }",
                "input x : token<V>[src] output y : token<V>[tgt] memory = x -> Embedding(4) -> GRU(3) decoder y { "
                        + "layer embed = Embedding(2) cell rnn = GRU(5, init_state = bridge(memory.final)) "
                        + "step (previous) { c = attend(General, query = prev(rnn.h), over = memory) "
                        + "emit rnn(concat(previous -> embed, c)) -> Dense(V.size) -> softmax } }");
        assertEquals(
                List.of("embedding1", "gru1", "general1", "embed", "rnn", "dense1", "y"),
                outline.layers().stream().map(Outline.Layer::name).toList());
        assertEquals(
                outline.parameters(),
                outline.layers().stream().mapToLong(Outline.Layer::parameters).sum());
    }
}
