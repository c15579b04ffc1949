package dev.unroll.compiler.types;

import java.util.List;
import java.util.Optional;

/**
 * What a {@code vocabulary} block says: how text becomes ids. Ids 0 and 1 are the padding and the unknown token.
 *
 * @param size how many ids there are, the two special ones included; the rows of an embedding
 * @param minCount how often a token must occur in the training part to get an id
 * @param lowercase whether text is brought to small letters first
 * @param tooLong what happens to a text longer than its input allows
 * @param empty what happens to a text without tokens
 * @param fixed the tokens of ids 2, 3, …, read from a file; empty when they are found in the training part
 */
public record VocabularySpec(
        String name,
        Tokens tokens,
        int size,
        int minCount,
        boolean lowercase,
        TooLong tooLong,
        EmptyText empty,
        Optional<List<String>> fixed) {
    public VocabularySpec {
        fixed = fixed.map(List::copyOf);
    }

    /** What is one token. */
    public enum Tokens {
        /** A Unicode code point. */
        CHARACTERS,
        /** A word by the rules of UAX #29, punctuation dropped. */
        WORDS,
        /** What stands between blanks. */
        WHITESPACE,
        /** Whatever the caller passes: lists of tokens instead of texts. */
        GIVEN
    }

    /** What happens to a text longer than its input's axis allows. */
    public enum TooLong {
        REFUSE,
        KEEP_FIRST,
        KEEP_LAST
    }

    /** What happens to a text without tokens. */
    public enum EmptyText {
        REFUSE,
        /** It is one unknown token. */
        UNKNOWN
    }
}
