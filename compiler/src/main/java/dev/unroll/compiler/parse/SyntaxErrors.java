package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.grammar.RnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in the user's words what a syntax error is about: what was expected, what was found, and how it is written. */
final class SyntaxErrors {
    private static final int MOST_NAMED = 4;

    private final TokenLayer layer;

    SyntaxErrors(TokenLayer layer) {
        this.layer = layer;
    }

    Diagnostic describe(Parser parser, RecognitionException e) {
        Token found = e.getOffendingToken();
        Token before = previous(parser.getInputStream(), found);
        int rule = parser.getContext().getRuleIndex();
        Diagnostic diagnostic = fact(parser, e, found, before, rule);
        return help(parser, e, found, before, rule).map(diagnostic::withHelp).orElse(diagnostic);
    }

    private Diagnostic fact(Parser parser, RecognitionException e, Token found, Token before, int rule) {
        if (SyntaxForms.holds(rule) != null) {
            Optional<Token> left =
                    Hints.leftOpen(before, before == null ? null : previous(parser.getInputStream(), before));
            return left.map(token -> at(
                            token,
                            "expected " + (token.getType() == RnnParser.DOT ? "a name" : "a value") + " after "
                                    + shown(token)))
                    .orElseGet(() -> at(found, misplaced(found, before)));
        }
        Optional<String> expected = expectation(parser, e, rule, before);
        if (Hints.sideBySide(before, parser.getInputStream(), rule)) {
            return at(before, cannotFollow(before, previous(parser.getInputStream(), before)));
        }
        if (expected.isEmpty()) {
            return at(found, cannotFollow(found, before));
        }
        if (before != null && before.getLine() < found.getLine()) {
            return at(before, "expected " + expected.get() + " after " + shown(before));
        }
        return at(found, "expected " + expected.get() + ", found " + shown(found));
    }

    private Diagnostic at(Token token, String message) {
        return Diagnostic.of(DiagnosticCode.SYNTAX, layer.span(token), message);
    }

    private static Token previous(TokenStream input, Token token) {
        for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
            if (input.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
                return input.get(i);
            }
        }
        return null;
    }

    private static String shown(Token token) {
        return switch (token.getType()) {
            case Token.EOF -> "the end of the file";
            case RnnParser.STRING -> "a string";
            default -> "`" + token.getText() + "`";
        };
    }

    private static boolean isOpening(Token token) {
        return token.getType() == RnnParser.LBRACE
                || token.getType() == RnnParser.LPAREN
                || token.getType() == RnnParser.LBRACK;
    }

    private static String misplaced(Token found, Token before) {
        if (before == null || isOpening(before) || found.getType() == Token.EOF || Words.isName(found.getType())) {
            return shown(found) + " cannot begin a statement here";
        }
        return cannotFollow(found, before);
    }

    private static String cannotFollow(Token found, Token before) {
        return shown(found) + " cannot follow " + (before == null ? "nothing" : shown(before));
    }

    private static Optional<String> expectation(Parser parser, RecognitionException e, int rule, Token before) {
        String element = SyntaxForms.element(rule);
        IntervalSet expected = expected(parser, e);
        String closing = closing(expected);
        if (element != null && closing != null && before != null) {
            if (isOpening(before)) {
                return Optional.of(element + " or " + closing);
            }
            return Optional.of((before.getType() == RnnParser.COMMA ? element : "`,`") + " or " + closing);
        }
        return named(expected);
    }

    private static String closing(IntervalSet expected) {
        return expected.contains(RnnParser.RPAREN)
                ? "`)`"
                : expected.contains(RnnParser.RBRACK) ? "`]`" : expected.contains(RnnParser.RBRACE) ? "`}`" : null;
    }

    private static IntervalSet expected(Parser parser, RecognitionException e) {
        IntervalSet expected = new IntervalSet();
        if (e instanceof NoViableAltException dead && dead.getDeadEndConfigs() != null) {
            for (ATNConfig config : dead.getDeadEndConfigs()) {
                expected.addAll(parser.getATN().nextTokens(config.state));
            }
        } else if (e.getExpectedTokens() != null) {
            expected.addAll(e.getExpectedTokens());
        }
        expected.remove(Token.EPSILON);
        return expected;
    }

    private static Optional<String> named(IntervalSet expected) {
        List<String> words = new ArrayList<>();
        if (expected.contains(RnnParser.LBRACK) && expected.contains(RnnParser.ID)) {
            words.add("a value");
        } else if (expected.contains(RnnParser.ID)) {
            words.add("a name");
        } else if (expected.contains(RnnParser.STRING)) {
            words.add("a string");
        } else if (expected.contains(RnnParser.NUMBER)) {
            words.add("a number");
        }
        boolean value = expected.contains(RnnParser.ID);
        for (int type : expected.toList()) {
            boolean sign = type >= RnnParser.LBRACE && type <= RnnParser.GT;
            boolean word = Words.isName(type) && type != RnnParser.ID;
            if ((sign && !beginsValue(type, value) && !Words.isOperator(type)) || (word && !value)) {
                words.add(RnnParser.VOCABULARY.getLiteralName(type).replace('\'', '`'));
            }
        }
        if (words.isEmpty() || words.size() > MOST_NAMED) {
            return Optional.empty();
        }
        String last = words.get(words.size() - 1);
        return Optional.of(
                words.size() == 1 ? last : String.join(", ", words.subList(0, words.size() - 1)) + " or " + last);
    }

    private static boolean beginsValue(int type, boolean value) {
        return value
                && (type == RnnParser.LBRACE
                        || type == RnnParser.LPAREN
                        || type == RnnParser.LBRACK
                        || type == RnnParser.MINUS);
    }

    private static Optional<String> help(Parser parser, RecognitionException e, Token found, Token before, int rule) {
        Optional<String> hint = Hints.hint(found, before, parser.getInputStream(), expected(parser, e), rule);
        if (hint.isPresent()) {
            return hint;
        }
        if (SyntaxForms.holds(rule) != null) {
            return Optional.of(SyntaxForms.holds(rule));
        }
        if (rule == RnnParser.RULE_arguments && Words.isName(found.getType())) {
            return Optional.of("arguments are separated by `,`");
        }
        for (ParserRuleContext context = parser.getContext(); context != null; context = context.getParent()) {
            String written = SyntaxForms.written(context.getRuleIndex());
            if (written != null) {
                return Optional.of(written);
            }
        }
        return Optional.empty();
    }
}
