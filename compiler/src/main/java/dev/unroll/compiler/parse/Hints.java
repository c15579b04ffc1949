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
    if (type == RnnParser.DOT && expected.contains(RnnParser.NUMBER)) {
      return Optional.of("a number begins with a digit: `0.5`");
    }
    if ((type == RnnParser.TRUE || type == RnnParser.FALSE) && expected.contains(RnnParser.ID)) {
      return Optional.of("`true` and `false` cannot be names");
    }
    if (last == RnnParser.ARROW) {
      return Optional.of("a layer or a function follows `->`");
    }
    if (type == RnnParser.ASSIGN && SyntaxForms.holds(rule) != null && continued(found, input)) {
      return Optional.of("the line above ends with an operator, so this line continues it");
    }
    if (last != RnnParser.RBRACE && type == RnnParser.COMMA && SyntaxForms.holds(rule) != null) {
      return Optional.of("statements are not separated by anything; leave the `,` out");
    }
    return rule == RnnParser.RULE_file ? similar(found) : foreign(found, before, expected);
  }

  /** {@code a = b +} and, on the next line, {@code c = d}. */
  private static boolean continued(Token assign, TokenStream input) {
    Token name = input.LT(-1);
    Token operator = input.LT(-2);
    return name != null
        && operator != null
        && name.getTokenIndex() < assign.getTokenIndex()
        && Words.isOperator(operator.getType())
        && operator.getLine() < name.getLine();
  }

  /** A line of another block, such as {@code weights W: …} in a model, reads as the beginning of {@code weights = …}. */
  private static Optional<String> foreign(Token found, Token before, IntervalSet expected) {
    boolean line = before != null && (Words.isLine(before.getType()) || Words.isDeclaration(before.getType()));
    if (!line || !Words.isName(found.getType()) || !expected.contains(RnnParser.ASSIGN)) {
      return Optional.empty();
    }
    return Optional.of(
        "a `" + before.getText() + "` line has no place in this block; as a name it would read `" + before.getText() + " = ...`");
  }

  private static Optional<String> similar(Token found) {
    if (found.getType() != RnnParser.ID) {
      return Optional.empty();
    }
    List<String> words =
        IntStream.rangeClosed(RnnParser.PACKAGE, RnnParser.TEST)
            .mapToObj(type -> RnnParser.VOCABULARY.getLiteralName(type).replace("'", ""))
            .toList();
    return words.stream()
        .filter(word -> distance(word, found.getText()) <= 2)
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
