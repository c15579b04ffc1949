package dev.unroll.compiler.outline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static Outline outline(String body) {
        Source source = new Source("com/acme/m.rnn", "rnn 1 package com.acme model M { " + body + " }");
        return RnnCompiler.compile(List.of(source), CompilerOptions.standard())
                .outlines()
                .get(0);
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
}
