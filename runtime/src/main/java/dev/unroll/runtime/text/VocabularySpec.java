package dev.unroll.runtime.text;

import java.util.List;
import java.util.Locale;

/**
 * What a {@code vocabulary} block says.
 *
 * @param name the block's name
 * @param size rows of every table over the vocabulary, boundary and unknown included: the most there may be, {@code V.size}
 * @param minCount how often a token must occur in the training part to be taken
 * @param lowercase whether texts are put into lower case first, by Unicode's rules for no language in particular
 * @param tooLong for texts longer than their axis
 * @param empty for texts without a token
 * @param fixed the tokens from id 2 on, when the block names a file; empty when they are fitted
 */
public record VocabularySpec(
        String name,
        Tokenizer tokenizer,
        int size,
        int minCount,
        boolean lowercase,
        TooLong tooLong,
        EmptyText empty,
        List<String> fixed) {
    private static final int REPLACEMENT = 0xFFFD;

    /** Checks the figures; throws {@link IllegalArgumentException}. */
    public VocabularySpec {
        fixed = List.copyOf(fixed);
        if (size < 3 || minCount < 1 || fixed.size() > size - 2) {
            throw new IllegalArgumentException("vocabulary " + name + ": size " + size + ", min_count " + minCount
                    + ", " + fixed.size() + " given tokens; boundary and unknown count too");
        }
    }

    /** Whether the tokens are known before any training. */
    public boolean isFixed() {
        return !fixed.isEmpty();
    }

    /**
     * The tokens of a text. A surrogate without its partner, which is no character, becomes U+FFFD and so an unknown token.
     *
     * @throws UnsupportedOperationException when tokens are given as lists
     */
    public List<String> tokenize(String text) {
        return tokenizer.split(normal(text));
    }

    /** A text or token as the vocabulary counts it: without lone surrogates, in lower case if that is asked for. */
    public String normal(String text) {
        String sound = isSound(text) ? text : replaced(text);
        return lowercase ? sound.toLowerCase(Locale.ROOT) : sound;
    }

    private static boolean isSound(String text) {
        return text.codePoints().noneMatch(VocabularySpec::isSurrogate);
    }

    private static String replaced(String text) {
        return text.codePoints()
                .map(c -> isSurrogate(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
