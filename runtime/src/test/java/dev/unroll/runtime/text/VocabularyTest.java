package dev.unroll.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.DataException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static VocabularySpec spec(Tokenizer tokenizer, int size, int minCount, boolean lowercase) {
        return new VocabularySpec(
                "Words", tokenizer, size, minCount, lowercase, TooLong.REFUSE, EmptyText.REFUSE, List.of());
    }

    private static Vocabulary fit(VocabularySpec spec, String... texts) {
        return Vocabulary.fit(spec, List.of(texts).stream().map(spec::tokenize).toList());
    }

    @Test
    void takesTheMostFrequentTokensFirst() {
        Vocabulary words = fit(spec(Tokenizer.WHITESPACE, 5, 1, false), "b a c a", "d c a");
        assertThat(words.tokens()).containsExactly("a", "c", "b");
        assertThat(words.id("a")).isEqualTo(2);
        assertThat(words.id("d")).isEqualTo(Vocabulary.UNKNOWN);
        assertThat(words.encode("c x a")).containsExactly(3, 1, 2);
        assertThat(words.token(4)).isEqualTo("b");
        assertThat(words.token(Vocabulary.BOUNDARY)).isEmpty();
        assertThat(words.token(Vocabulary.UNKNOWN)).isEqualTo("\uFFFD");
    }

    @Test
    void ordersEquallyFrequentTokensByCodePoint() {
        // As UTF-16, U+1F600 would come before U+FF21.
        assertThat(fit(spec(Tokenizer.WHITESPACE, 9, 1, false), "\ud83d\ude00 \uff21 z ab a")
                        .tokens())
                .containsExactly("a", "ab", "z", "\uff21", "\ud83d\ude00");
    }

    @Test
    void doesNotDependOnTheOrderOfTexts() {
        VocabularySpec spec = spec(Tokenizer.CHARACTERS, 20, 1, false);
        List<List<String>> texts = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            texts.add(spec.tokenize(Integer.toString(k * 7919, 36)));
        }
        Vocabulary first = Vocabulary.fit(spec, texts);
        for (int k = 0; k < 5; k++) {
            Collections.shuffle(texts, new Random(k));
            assertThat(Vocabulary.fit(spec, texts)).isEqualTo(first);
        }
    }

    @Test
    void leavesOutRareTokens() {
        assertThat(fit(spec(Tokenizer.WHITESPACE, 9, 2, false), "a b a c b a").tokens())
                .containsExactly("a", "b");
        assertThatThrownBy(() -> fit(spec(Tokenizer.WHITESPACE, 9, 2, false), "a b c"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no token that occurs 2 times; lower min_count");
        assertThatThrownBy(() -> fit(spec(Tokenizer.WHITESPACE, 9, 1, false), " ", ""))
                .hasMessage("vocabulary Words: the texts for training have no token");
    }

    @Test
    void breaksWordsAsUnicodeSays() {
        assertThat(Tokenizer.WORDS.split("Don't panic: 3.14 isn't e\u0301te\u0301, 你好 (x_y)!"))
                .containsExactly("Don't", "panic", "3.14", "isn't", "e\u0301te\u0301", "你", "好", "x_y");
        assertThat(Tokenizer.WORDS.split("...\n")).isEmpty();
        assertThat(Tokenizer.WORDS.split("a".repeat(300)).stream().mapToInt(String::length))
                .containsExactly(255, 45);
    }

    @Test
    void takesCodePointsForCharacters() {
        assertThat(Tokenizer.CHARACTERS.split("a\ud83d\ude00e\u0301\n"))
                .containsExactly("a", "\ud83d\ude00", "e", "\u0301", "\n");
        Vocabulary emoji = fit(spec(Tokenizer.CHARACTERS, 9, 1, false), "\ud83d\ude00\ud83d\ude00\n");
        assertThat(emoji.encode("\ud83d\ude00\n")).containsExactly(2, 3);
        assertThat(emoji.token(3)).isEqualTo("\n");
    }

    @Test
    void separatesAtEveryUnicodeBlank() {
        assertThat(Tokenizer.WHITESPACE.split("\u3000a\u00a0b\u2003c\u0085d\r\ne\u2028f\tg "))
                .containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(Tokenizer.WHITESPACE.split("a\u200bb"))
                .as("a zero-width space is no blank")
                .hasSize(1);
    }

    @Test
    void readsTokensThatAreGiven() {
        VocabularySpec spec = spec(Tokenizer.GIVEN, 9, 1, true);
        Vocabulary given = Vocabulary.fit(spec, List.of(List.of("New York", "a\nb", ""), List.of("new york")));
        assertThat(given.tokens()).containsExactly("new york", "a\nb");
        assertThat(given.encode(List.of("NEW YORK", "", "A\nB"))).containsExactly(2, 1, 3);
        assertThatThrownBy(() -> given.encode("text")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void lowersCaseForNoLanguageInParticular() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            Vocabulary words = fit(spec(Tokenizer.WHITESPACE, 9, 1, true), "TITLE ΟΔΟΣ İ");
            assertThat(words.tokens()).containsExactlyInAnyOrder("title", "οδος", "i\u0307");
            assertThat(words.id("Title")).isNotEqualTo(Vocabulary.UNKNOWN);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void takesLoneSurrogatesForUnknown() {
        VocabularySpec spec = spec(Tokenizer.CHARACTERS, 9, 1, false);
        assertThat(spec.tokenize("a\ud800b\udc00")).containsExactly("a", "\uFFFD", "b", "\uFFFD");
        Vocabulary letters = fit(spec, "a\ud800b\uFFFD");
        assertThat(letters.tokens()).containsExactly("a", "b");
        assertThat(letters.encode("\udc00a")).containsExactly(1, 2);
        assertThat(letters.id("\ud800")).isEqualTo(Vocabulary.UNKNOWN);
    }

    @Test
    void refusesTextsWithoutATokenOrTakesThemForUnknown() {
        Vocabulary refusing = fit(spec(Tokenizer.WORDS, 9, 1, false), "a");
        assertThatThrownBy(() -> refusing.encode(" ?! "))
                .isInstanceOf(DataException.class)
                .hasMessage("the text has no token; vocabulary Words takes none with empty = unknown");
        VocabularySpec taking =
                new VocabularySpec("Words", Tokenizer.WORDS, 9, 1, false, TooLong.REFUSE, EmptyText.UNKNOWN, List.of());
        assertThat(fit(taking, "a").encode("")).containsExactly(Vocabulary.UNKNOWN);
    }

    @Test
    void refusesTablesThatCannotBe() {
        VocabularySpec spec = spec(Tokenizer.CHARACTERS, 4, 1, true);
        for (List<String> table : List.of(
                List.of("a", "a"),
                List.of("a", "b", "c"),
                List.of(""),
                List.of("A"),
                List.of("\ud800"),
                List.of("\uFFFD"))) {
            assertThatThrownBy(() -> Vocabulary.of(spec, table))
                    .as(table.toString())
                    .isInstanceOf(DataException.class);
        }
        assertThat(Vocabulary.of(spec, List.of()).size()).isEqualTo(2);
        assertThatThrownBy(() -> spec(Tokenizer.WORDS, 2, 1, false)).hasMessageContaining("size 2");
        assertThatThrownBy(() -> Vocabulary.of(spec, List.of("a")).token(4))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void usesFixedTokensWithoutCounting() {
        VocabularySpec spec = new VocabularySpec(
                "Words", Tokenizer.WORDS, 5, 3, false, TooLong.REFUSE, EmptyText.REFUSE, List.of("z", "a"));
        assertThat(Vocabulary.fit(spec, List.of()).tokens()).containsExactly("z", "a");
    }

    @Test
    void countsProbabilitiesOfUnusedIdsAsUnknown() {
        Vocabulary two = Vocabulary.of(spec(Tokenizer.CHARACTERS, 6, 1, false), List.of("a", "b"));
        Distribution<String> next = two.distribution(new float[] {0, 0.125f, 0.25f, 0.5f, 0.0625f, 0.0625f});
        assertThat(next.outcomes()).containsExactly("", "\uFFFD", "a", "b");
        assertThat(next.probabilities()).containsExactly(0, 0.25f, 0.25f, 0.5f);
        assertThat(next.best()).isEqualTo("b");
    }
}
