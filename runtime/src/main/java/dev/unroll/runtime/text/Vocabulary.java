package dev.unroll.runtime.text;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens and their ids. Id 0 is the boundary, which stands before and after what a decoder puts out and in no text, and id 1 stands for every token that is not in the table.
 * Immutable.
 */
public final class Vocabulary {
    /** Id of the boundary before the first and after the last token of an output. */
    public static final int BOUNDARY = 0;

    /** Id of every token that is not in the table. */
    public static final int UNKNOWN = 1;

    static final int FIRST = 2;

    /** What the two ids are in text: nothing, and Unicode's sign for a character that could not be read. */
    static final String BOUNDARY_TEXT = "";

    static final String UNKNOWN_TEXT = "\uFFFD";

    private final VocabularySpec spec;
    private final List<String> tokens;
    private final List<String> outcomes; // the text of every id in use
    private final Map<String, Integer> ids;

    private Vocabulary(VocabularySpec spec, List<String> tokens) {
        this.spec = spec;
        this.tokens = List.copyOf(tokens);
        List<String> texts = new ArrayList<>(FIRST + tokens.size());
        texts.add(BOUNDARY_TEXT);
        texts.add(UNKNOWN_TEXT);
        texts.addAll(tokens);
        this.outcomes = List.copyOf(texts);
        this.ids = new HashMap<>(2 * tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.equals(BOUNDARY_TEXT) || token.equals(UNKNOWN_TEXT) || !token.equals(spec.normal(token))) {
                throw new DataException("vocabulary " + spec.name() + ": token " + Excerpt.of(token)
                        + " cannot occur in a text it is used on");
            }
            if (ids.put(token, FIRST + i) != null) {
                throw new DataException("vocabulary " + spec.name() + ": token " + Excerpt.of(token) + " twice");
            }
        }
        if (tokens.size() > spec.size() - FIRST) {
            throw new DataException("vocabulary " + spec.name() + ": " + tokens.size() + " tokens, but its size is "
                    + spec.size() + ", boundary and unknown included");
        }
    }

    /**
     * The vocabulary of given tokens.
     *
     * @param tokens from id 2 on
     * @throws DataException when a token is there twice, is empty, or there are too many
     */
    public static Vocabulary of(VocabularySpec spec, List<String> tokens) {
        return new Vocabulary(spec, tokens);
    }

    /**
     * Takes the most frequent tokens of the training part, at most {@code spec.size() - 2}; equally frequent ones in the order
     * of their code points. A specification with fixed tokens gets those.
     *
     * @param texts tokens as {@link VocabularySpec#tokenize} gives them, or as given
     * @throws DataException when no token is left
     */
    public static Vocabulary fit(VocabularySpec spec, Iterable<List<String>> texts) {
        if (spec.isFixed()) {
            return of(spec, spec.fixed());
        }
        TokenCounts counts = new TokenCounts(spec);
        texts.forEach(counts::add);
        return counts.vocabulary();
    }

    /** What it was made from. */
    public VocabularySpec spec() {
        return spec;
    }

    /** How many ids are in use, boundary and unknown included; at most {@code spec().size()}. */
    public int size() {
        return FIRST + tokens.size();
    }

    /** The tokens in the order of their ids, from id 2 on. */
    public List<String> tokens() {
        return tokens;
    }

    /** The id of a token, {@link #UNKNOWN} when it is not in the table. */
    public int id(String token) {
        return ids.getOrDefault(spec.normal(token), UNKNOWN);
    }

    /**
     * The token of an id: nothing for the boundary, U+FFFD for unknown and for ids of the specification that no token has.
     *
     * @throws IndexOutOfBoundsException when the specification has no such id
     */
    public String token(int id) {
        if (id < 0 || id >= spec.size()) {
            throw new IndexOutOfBoundsException(
                    "id " + id + " of vocabulary " + spec.name() + ", which has " + spec.size());
        }
        if (id == BOUNDARY) {
            return BOUNDARY_TEXT;
        }
        return id == UNKNOWN || id >= size() ? UNKNOWN_TEXT : outcomes.get(id);
    }

    /**
     * The ids of a text's tokens; a text without a token is one unknown token or refused, as the specification says.
     *
     * @throws DataException for a text without a token
     * @throws UnsupportedOperationException when tokens are given as lists
     */
    public int[] encode(String text) {
        return encode(spec.tokenize(text));
    }

    /** The ids of tokens; none at all as for {@link #encode(String)}. */
    public int[] encode(List<String> text) {
        if (text.isEmpty()) {
            if (spec.empty() == EmptyText.REFUSE) {
                throw new DataException(
                        "the text has no token; vocabulary " + spec.name() + " takes none with empty = unknown");
            }
            return new int[] {UNKNOWN};
        }
        int[] encoded = new int[text.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = id(text.get(i));
        }
        return encoded;
    }

    /**
     * What a model thinks of each token.
     *
     * @param probabilities one per id of the specification; those of ids that no token has count as unknown
     */
    public Distribution<String> distribution(float[] probabilities) {
        if (probabilities.length != spec.size()) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for vocabulary " + spec.name() + " of size " + spec.size());
        }
        float[] known = new float[size()];
        System.arraycopy(probabilities, 0, known, 0, known.length);
        for (int id = known.length; id < probabilities.length; id++) {
            known[UNKNOWN] += probabilities[id];
        }
        return Distribution.of(outcomes, known);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary v && spec.equals(v.spec) && tokens.equals(v.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * spec.hashCode() + tokens.hashCode();
    }

    @Override
    public String toString() {
        return "vocabulary " + spec.name() + ", " + size() + " of " + spec.size();
    }
}
