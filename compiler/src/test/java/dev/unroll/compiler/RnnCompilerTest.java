package dev.unroll.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.TypedModel;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RnnCompilerTest {
    private static final Source WAVE = new Source(
            "com/acme/wave.rnn",
            "rnn 1 package com.acme model Wave { input x : float[time, 1] output y : float[1] y = x -> LSTM(4) -> last -> Dense(1) }");
    private static final Source TIDE = new Source(
            "com/acme/tide.rnn",
            "rnn 1 package com.acme model Tide { input x : float[time, 2] output y : float[1] y = x -> GRU(3) -> last -> Dense(1) }");

    @Test
    void theOrderOfTheTextsIsOfNoAccount() {
        CompilerOptions everything = new CompilerOptions(EnumSet.allOf(Stage.class));
        Compilation one = RnnCompiler.compile(List.of(WAVE, TIDE), everything);
        Compilation other = RnnCompiler.compile(List.of(TIDE, WAVE), everything);
        assertEquals(one, other);
        assertFalse(one.hasErrors());
        assertEquals(
                List.of("com/acme/tide.rnn", "com/acme/wave.rnn"),
                one.dumps().stream()
                        .filter(d -> d.stage() == Stage.AST)
                        .map(Compilation.Dump::name)
                        .toList());
        assertEquals(
                List.of("Tide", "Wave"),
                one.dumps().stream()
                        .filter(d -> d.stage() == Stage.GRAD)
                        .map(Compilation.Dump::name)
                        .toList());
    }

    @Test
    void dumpsAreOnlyThoseAskedFor() {
        Compilation compilation = RnnCompiler.compile(List.of(WAVE), new CompilerOptions(EnumSet.of(Stage.TYPES)));
        assertEquals(
                List.of(Stage.TYPES),
                compilation.dumps().stream().map(Compilation.Dump::stage).toList());
        assertTrue(compilation.dumps().get(0).text().startsWith("model Wave, 101 parameters\n"));
    }

    @Test
    void anErrorAnywhereMeansNoFiles() {
        Source wrong = new Source("a.rnn", "rnn 1 model A { input x : float[1] output y : float[1] y = x -> LSTM(1) }");
        Compilation compilation = RnnCompiler.compile(List.of(WAVE, wrong), CompilerOptions.standard());
        assertTrue(compilation.hasErrors());
        assertEquals(List.of(), compilation.sources());
        assertEquals(List.of(), compilation.testSources());
    }

    @Test
    void blocksOfOnePackageHaveDifferentNamesAcrossFiles() {
        Source again = new Source("com/acme/z.rnn", WAVE.text());
        List<String> codes = Front.of(List.of(WAVE, again)).diagnostics().sorted().stream()
                .map(d -> d.code().id())
                .toList();
        assertEquals(List.of("RNN2002"), codes);
        Source elsewhere = new Source("org/acme/z.rnn", WAVE.text().replace("com.acme", "org.acme"));
        assertFalse(Front.of(List.of(WAVE, elsewhere)).diagnostics().hasErrors());
    }

    @Test
    void stagesCanBeCalledOneByOne() {
        TypedModel model = Front.of(List.of(WAVE)).models().get(0);
        Program lowered = RnnCompiler.lower(model);
        assertEquals(List.of(), IrVerifier.verify(lowered));
        assertEquals(List.of(), lowered.gradients());
        assertFalse(RnnCompiler.differentiate(lowered).gradients().isEmpty());
    }

    @Test
    void aThousandRepeatsNeedNoDeepStack() {
        Source deep = new Source(
                "d.rnn", "rnn 1 model D { input x : float[2] output y : float[2] y = x -> repeat 1000 { Dense(2) } }");
        TypedModel model = Front.of(List.of(deep)).models().get(0);
        assertEquals(6000, model.parameterCount());
        assertEquals(2000, RnnCompiler.lower(model).parameters().size());
    }
}
