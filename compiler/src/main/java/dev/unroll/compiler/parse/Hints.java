package dev.unroll.compiler.parse;

import dev.unroll.grammar.RnnParser;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Recognises the mistakes people make most, and says what to write instead. */
final class Hints {
    private Hints() {}

    static Optional<String> hint(Token found, Token before, TokenStream input, IntervalSet expected, int rule) {
        int type = found.getType();
        int last = before == null ? Token.EPSILON : before.getType();
        if (rule == RnnParser.RULE_arguments && type == RnnParser.COLON) {
            return Optional.of("a named argument is written `name = value`");
        }
        if (type == RnnParser.COLON && expected.contains(RnnParser.ASSIGN)) {
            return Optional.of("`:` says of what type something is; what it is equal to follows `=`");
        }
        if (type == RnnParser.ASSIGN && expected.contains(RnnParser.EQ)) {
            return Optional.of("a comparison is written `==`");
        }
        if (type == RnnParser.ASSIGN && expected.contains(RnnParser.COLON)) {
            return Optional.of("the type comes first, after `:`");
        }
        if (type == RnnParser.EQ && expected.contains(RnnParser.ASSIGN)) {
            return Optional.of("a value gets its name by a single `=`");
        }
        if (type == RnnParser.DOT && !Words.isName(last)) {
            return Optional.of("a number begins with a digit: `0.5`");
        }
        if ((type == RnnParser.TRUE || type == RnnParser.FALSE) && expected.contains(RnnParser.ID)) {
            return Optional.of("`true` and `false` cannot be names");
        }
        if (last == RnnParser.ARROW) {
            return Optional.of("a layer or a function follows `->`");
        }
        if (last == RnnParser.REPEAT && type == RnnParser.LBRACE) {
            return Optional.ofNullable(SyntaxForms.written(RnnParser.RULE_repeat));
        }
        if (sideBySide(before, input, rule)) {
            return Optional.of("two values side by side: join them by `->` or an operator");
        }
        if (SyntaxForms.holds(rule) != null
                && input.LT(-1) != null
                && leftOpen(input.LT(-1), input.LT(-2)).isPresent()) {
            return Optional.of("a line end means nothing, so the next line is read as the rest of this one");
        }
        if (last != RnnParser.RBRACE && type == RnnParser.COMMA && SyntaxForms.holds(rule) != null) {
            return Optional.of("statements are not separated by anything; leave the `,` out");
        }
        if (rule == RnnParser.RULE_file && (type == RnnParser.PACKAGE || type == RnnParser.USE)) {
            return Optional.of("first comes `rnn 1`, then `package`, then `use`, then the blocks");
        }
        return rule == RnnParser.RULE_file ? similar(found) : foreign(found, before, expected);
    }

    /** {@code a = b +} and, on the next line, {@code c = d}: the sign that {@code c} was taken as the right side of. */
    static Optional<Token> leftOpen(Token name, Token sign) {
        boolean open = name != null
                && sign != null
                && sign.getLine() < name.getLine()
                && (Words.isOperator(sign.getType())
                        || sign.getType() == RnnParser.ASSIGN
                        || sign.getType() == RnnParser.DOT);
        return open ? Optional.of(sign) : Optional.empty();
    }

    /** {@code y = x last}: the second name reads as the beginning of a statement. */
    static boolean sideBySide(Token name, TokenStream input, int rule) {
        Token value = input.LT(-2);
        return rule == RnnParser.RULE_binding
                && name != null
                && input.LT(-1) == name
                && value != null
                && value.getLine() == name.getLine()
                && (Words.isName(value.getType()) || value.getType() == RnnParser.RPAREN);
    }

    /** A line of another block, such as {@code weights W: …} in a model, reads as the beginning of {@code weights = …}. */
    private static Optional<String> foreign(Token found, Token before, IntervalSet expected) {
        boolean line = before != null && (Words.isLine(before.getType()) || Words.isDeclaration(before.getType()));
        if (!line || !Words.isName(found.getType()) || !expected.contains(RnnParser.ASSIGN)) {
            return Optional.empty();
        }
        return Optional.of("a `" + before.getText() + "` line has no place in this block; as a name it would read `"
                + before.getText() + " = ...`");
    }

    private static Optional<String> similar(Token found) {
        if (found.getType() != RnnParser.ID) {
            return Optional.empty();
        }
        List<String> words = IntStream.rangeClosed(RnnParser.PACKAGE, RnnParser.TEST)
                .mapToObj(type -> RnnParser.VOCABULARY.getLiteralName(type).replace("'", ""))
                .toList();
        return words.stream()
                .filter(word -> distance(word, found.getText()) <= (word.length() < 6 ? 1 : 2))
                .min(Comparator.comparingInt(word -> distance(word, found.getText())))
                .map(word -> "did you mean `" + word + "`?");
    }

    /** How many letters must be added, left out, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
