package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form cut into tokens, with a cursor. White space and comments ({@code #} to the end of the line) separate. */
final class IrTokens {
    /** What is printed without quotes. */
    static final String WORD = "[A-Za-z_][A-Za-z0-9_]*(?:[./-][A-Za-z0-9_]+)*";

    private static final Pattern SKIPPED = Pattern.compile("(?:\\s|#[^\\n]*)*");
    private static final Pattern TOKEN = Pattern.compile("%[A-Za-z][A-Za-z0-9_]*\\.[0-9]+|\"(?:\\\\.|[^\"\\\\])*\"|"
            + WORD
            + "|->|\\.\\.|-?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?|-Infinity|[{}()\\[\\],:;=@]");

    private record Token(String text, int line) {}

    private final List<Token> tokens = new ArrayList<>();
    private int position;

    IrTokens(String text) {
        int at = 0;
        int line = 1;
        Matcher skipped = SKIPPED.matcher(text);
        Matcher token = TOKEN.matcher(text);
        while (true) {
            int from = at;
            at = skipped.region(at, text.length()).lookingAt() ? skipped.end() : at;
            line += (int)
                    text.substring(from, at).chars().filter(c -> c == '\n').count();
            if (at == text.length()) {
                break;
            }
            if (!token.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException("line " + line + ": cannot read '" + text.charAt(at) + "'");
            }
            tokens.add(new Token(token.group(), line));
            at = token.end();
        }
        tokens.add(new Token("", line));
    }

    /** The next token, or the empty text at the end. */
    String peek() {
        return tokens.get(position).text();
    }

    String next() {
        String text = peek();
        if (text.isEmpty()) {
            throw error("text ends too early");
        }
        position++;
        return text;
    }

    boolean accept(String text) {
        boolean matches = peek().equals(text);
        position += matches ? 1 : 0;
        return matches;
    }

    void expect(String text) {
        if (!accept(text)) {
            throw error("expected '" + text + "' but found '" + peek() + "'");
        }
    }

    boolean atEnd() {
        return peek().isEmpty();
    }

    /** Whether the next token is a word, quoted or not. */
    boolean atWord() {
        return peek().matches(WORD) || peek().startsWith("\"");
    }

    /** A word, its quotes and escapes taken off. */
    String word() {
        if (!atWord()) {
            throw error("expected a word but found '" + peek() + "'");
        }
        String text = next();
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i) == 'r' ? '\r' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    int integer() {
        try {
            int number = Integer.parseInt(peek());
            position++;
            return number;
        } catch (NumberFormatException e) {
            throw error("expected a whole number but found '" + peek() + "'", e);
        }
    }

    double number() {
        try {
            double number = Double.parseDouble(peek());
            position++;
            return number;
        } catch (NumberFormatException e) {
            throw error("expected a number but found '" + peek() + "'", e);
        }
    }

    /** {@code name = } before a number. */
    void key(String name) {
        expect(name);
        expect("=");
    }

    /** What is wrong with the next token. */
    IllegalArgumentException error(String message) {
        return error(message, null);
    }

    /** What was wrong with the tokens just read, found by a record that does not know where it is written. */
    IllegalArgumentException refused(IllegalArgumentException cause) {
        int line = tokens.get(Math.max(position - 1, 0)).line();
        return new IllegalArgumentException("line " + line + ": " + cause.getMessage(), cause);
    }

    private IllegalArgumentException error(String message, NumberFormatException cause) {
        return new IllegalArgumentException("line " + tokens.get(position).line() + ": " + message, cause);
    }
}
