package dev.unroll.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.decode.Decoded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report says of a decoder's outputs. */
class DecodedSectionTest {
    private static Decoded given(boolean ended, List<List<Float>> attention, String... tokens) {
        return new Decoded(String.join("", tokens), List.of(tokens), -0.5, -0.25, ended, attention);
    }

    private static final DecodedExample RIGHT = DecodedExample.ofCharacters(
            "<x", "ab", given(true, List.of(List.of(0.9f, 0.1f), List.of(0.25f, 0.75f)), "a", "b"));

    @Test
    void nothingWithoutExamples() {
        assertThat(DecodedSection.html(List.of())).isEmpty();
    }

    @Test
    void errorRatesAreOfSequencesAndOfTokens() {
        DecodedExample wrong = DecodedExample.ofCharacters("xy", "abcd", given(true, List.of(), "a", "c", "d"));
        DecodedExample empty = DecodedExample.ofCharacters("xy", "ab", given(true, List.of()));
        // edits 0, 1 and 2 of 2 + 4 + 2 tokens
        assertThat(DecodedSection.html(List.of(RIGHT, wrong, empty)))
                .contains("Of 3 outputs 66.67 % differ")
                .contains("are 37.50 % of the true tokens");
    }

    @Test
    void wrongOnesComeFirstAndTextsAreEscaped() {
        DecodedExample wrong = DecodedExample.ofCharacters("&", "<b", given(false, List.of(), "<", "i"));
        String html = DecodedSection.html(List.of(RIGHT, wrong));
        assertThat(html).contains("✗ &lt;i …</b>").contains("<td>&amp;</td>").doesNotContain("<x<");
        assertThat(html.indexOf("<td>1</td>")).isBetween(0, html.indexOf("<td>0</td>"));
        assertThat(html).contains("<td>-0.250</td>");
    }

    @Test
    void attentionHasACellForEachTokenReadAndGiven() {
        String html = DecodedSection.html(List.of(RIGHT));
        assertThat(html.split("<rect", -1)).hasSize(1 + 4);
        assertThat(html).contains("a of &lt;: 0.900").contains("b of x: 0.750");
        DecodedExample without = DecodedExample.ofCharacters("xy", "ab", given(true, List.of(), "a", "b"));
        assertThat(DecodedSection.html(List.of(without))).doesNotContain("<svg");
    }
}
