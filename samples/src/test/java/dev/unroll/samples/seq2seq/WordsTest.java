package dev.unroll.samples.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.samples.seq2seq.Reverser.Example;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up words. */
class WordsTest {
    @Test
    void everyWordComesOnceWithItself() {
        List<Example> words = Words.of(2_000, 5);
        assertThat(words.stream().map(Example::word).distinct()).hasSize(2_000);
        assertThat(Words.of(2_000, 5)).isEqualTo(words);
        assertThat(words).allSatisfy(one -> {
            assertThat(one.word()).matches("[a-j]{3,8}");
            assertThat(new StringBuilder(one.word()).reverse()).hasToString(one.reversed());
        });
    }
}
