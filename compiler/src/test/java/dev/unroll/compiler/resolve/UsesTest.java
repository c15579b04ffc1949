package dev.unroll.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.Term;
import dev.unroll.compiler.types.TypedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsesTest {
    private static final String COMMON = """
            rnn 1 package com.acme.common
            vocabulary Words { tokens = words, max_size = 1000 }
            labels Tags { O, PER }
            cell Leak(units: int)(x: float[n]) {
              state h: float[units] = zeros
              step { h = 0.5 * prev(h) + linear(x) }
              emit h
            }
            model Other { input x : float[2] output y : float[1] y = x -> Dense(1) }
            """;

    @Test
    void cellsVocabulariesAndLabelsAreUsed() {
        Front front = front(
                "use com.acme.common.{Words, Leak, Tags} "
                        + "model M { input text : token<Words>[time] output y : float[time, 2]"
                        + "  y = text -> Embedding(3) -> Leak(4) -> Dense(Tags.size) }",
                COMMON);
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        TypedModel model = model(front, "M");
        assertThat(model.parameterCount()).isEqualTo(1000 * 3 + (3 * 4 + 4) + (4 * 2 + 2));
        assertThat(model.spec().vocabulary("Words").size()).isEqualTo(1000);
    }

    @Test
    void equationsOfAUsedCellAreBlamedOnItsUse() {
        Front front = front(
                "use com.acme.common.Leak\n\n\nmodel M { input x : float[time, 2] output y : float[time, 4] y = x -> Leak(4) }",
                COMMON);
        Term.Recur run = (Term.Recur) model(front, "M").bindings().get(0).value();
        assertThat(run.cell().equations().get(0).value().site().line()).isEqualTo(5);
    }

    @Test
    void anUnknownNameIsSuggested() {
        assertThat(messages(front("use com.acme.common.Wards", COMMON)))
                .containsExactly("RNN2001 no file of package com.acme.common declares `Wards`; did you mean `Words`?");
    }

    @Test
    void aModelCannotBeUsed() {
        assertThat(messages(front("use com.acme.common.Other", COMMON)))
                .containsExactly(
                        "RNN3011 `Other` of com.acme.common cannot be used; cells, vocabularies and labels can");
    }

    @Test
    void aNameHasOneMeaning() {
        assertThat(messages(front("use com.acme.common.Tags\nlabels Tags { A, B }", COMMON)))
                .containsExactly("RNN2002 `Tags` has a meaning in this file already; give one of them another name");
    }

    @Test
    void aFaultInAUsedBlockIsReportedOnce() {
        Front front = front(
                "use com.acme.common.Words\n"
                        + "model M { input t : token<Words>[time] output y : float[1] y = t -> Embedding(Words.size) -> last -> Dense(1) }",
                COMMON.replace("max_size = 1000", "max_size = 1"));
        assertThat(messages(front)).singleElement().asString().startsWith("RNN2114 `max_size` must be between");
    }

    @Test
    void aTestOfAFileSeesWhatTheFileUses() {
        Front front = front(
                "use com.acme.common.Leak "
                        + "model M { input x : float[time, 2] output y : float[time, 4] y = x -> Leak(4) } "
                        + "test M { expect error \"RNN3009\" when { "
                        + "  train M { loss = mse, optimizer = adam } train M { loss = mse, optimizer = adam } } }",
                COMMON);
        assertThat(DiagnosticRenderer.render(front.diagnostics().sorted())).isEmpty();
        assertThat(model(front, "M").spec().tests().get(0).expectations().get(0).toString())
                .contains("found=[RNN3009]");
    }

    private static Front front(String text, String... others) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source("m.rnn", "rnn 1 package com.acme\n" + text));
        for (String other : others) {
            sources.add(new Source("other" + sources.size() + ".rnn", other));
        }
        return Front.of(sources);
    }

    private static TypedModel model(Front front, String name) {
        return front.models().stream()
                .filter(m -> m.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> messages(Front front) {
        return front.diagnostics().sorted().stream().map(UsesTest::text).toList();
    }

    private static String text(Diagnostic d) {
        return d.code().id() + " " + d.message() + d.help().map(h -> "; " + h).orElse("");
    }
}
