package dev.unroll.runtime.text;

import dev.unroll.runtime.data.DataException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each token occurs in texts that come one by one, and the vocabulary that follows. Every distinct token is held once. */
public final class TokenCounts {
    private final VocabularySpec spec;
    private final Map<String, Count> counts = new HashMap<>();

    /** No text yet. */
    public TokenCounts(VocabularySpec spec) {
        this.spec = spec;
    }

    /** Adds a text, as {@link VocabularySpec#tokenize} gives its tokens, or as given. */
    public void add(List<String> text) {
        for (String token : text) {
            counts.computeIfAbsent(spec.normal(token), Count::new).number++;
        }
    }

    /**
     * The most frequent tokens; see {@link Vocabulary#fit}.
     *
     * @throws DataException when no token is left
     */
    public Vocabulary vocabulary() {
        counts.remove(Vocabulary.BOUNDARY_TEXT);
        counts.remove(Vocabulary.UNKNOWN_TEXT);
        List<String> tokens = counts.values().stream()
                .filter(count -> count.number >= spec.minCount())
                .sorted(Comparator.comparingLong((Count count) -> -count.number)
                        .thenComparing(count -> count.token, TokenCounts::compareCodePoints))
                .limit(spec.size() - Vocabulary.FIRST)
                .map(count -> count.token)
                .toList();
        if (tokens.isEmpty()) {
            throw new DataException("vocabulary " + spec.name() + ": the texts for training have "
                    + (counts.isEmpty()
                            ? "no token"
                            : "no token that occurs " + spec.minCount() + " times; lower min_count"));
        }
        return Vocabulary.of(spec, tokens);
    }

    private static final class Count {
        private final String token;
        private long number;

        Count(String token) {
            this.token = token;
        }
    }

    /** By code points, unlike {@link String#compareTo}, which puts U+FFxx after the planes above the first. */
    private static int compareCodePoints(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length()) {
            int x = a.codePointAt(at);
            int y = b.codePointAt(at);
            if (x != y) {
                return Integer.compare(x, y);
            }
            at += Character.charCount(x);
        }
        return Integer.compare(a.length(), b.length());
    }
}
