package dev.unroll.runtime.text;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How a text is cut into tokens. */
public enum Tokenizer {
    /** Every Unicode code point, blanks and line ends included. A combining mark is a token of its own. */
    CHARACTERS {
        @Override
        public List<String> split(String text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
    },

    /**
     * Words and numbers by Unicode's word boundaries (UAX #29), blanks and punctuation dropped; Chinese, Japanese and Thai
     * fall into single characters or syllables. A word of more than 255 characters is cut after every 255.
     */
    WORDS {
        @Override
        public List<String> split(String text) {
            List<String> words = new ArrayList<>();
            try (StandardTokenizer tokens = new StandardTokenizer()) {
                CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
                tokens.setReader(new StringReader(text));
                tokens.reset();
                while (tokens.incrementToken()) {
                    words.add(word.toString());
                }
                tokens.end();
            } catch (IOException e) {
                throw new IllegalStateException("reading a text in memory failed", e);
            }
            return words;
        }
    },

    /** What stands between Unicode blanks (line ends, no-break and ideographic spaces included). */
    WHITESPACE {
        @Override
        public List<String> split(String text) {
            List<String> words = new ArrayList<>();
            int from = -1;
            for (int i = 0; i < text.length(); i++) {
                boolean blank = isBlank(text.charAt(i));
                if (blank && from >= 0) {
                    words.add(text.substring(from, i));
                    from = -1;
                } else if (!blank && from < 0) {
                    from = i;
                }
            }
            if (from >= 0) {
                words.add(text.substring(from));
            }
            return words;
        }
    },

    /** Tokens are given as lists; a text is not cut. */
    GIVEN {
        /** Always throws {@link UnsupportedOperationException}. */
        @Override
        public List<String> split(String text) {
            throw new UnsupportedOperationException("tokens = given: pass each text as a list of its tokens");
        }
    };

    /** The tokens of a text, in order. */
    public abstract List<String> split(String text);

    /** The property White_Space of Unicode; all of it lies in the first plane. */
    private static boolean isBlank(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
    }
}
