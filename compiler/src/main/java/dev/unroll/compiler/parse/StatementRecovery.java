package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.grammar.RnnParser;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNState;

/**
 * One error per statement: the first is reported, then reading goes on at the next statement of the same block. No token is invented or
 * dropped, for both only move the trouble elsewhere.
 */
final class StatementRecovery extends DefaultErrorStrategy {
    private static final Set<Integer> STATEMENTS = Set.of(
            RnnParser.RULE_packageDecl,
            RnnParser.RULE_useDecl,
            RnnParser.RULE_declaration,
            RnnParser.RULE_modelItem,
            RnnParser.RULE_decoderItem,
            RnnParser.RULE_stepItem,
            RnnParser.RULE_cellItem,
            RnnParser.RULE_attentionItem,
            RnnParser.RULE_binding,
            RnnParser.RULE_setting,
            RnnParser.RULE_decodeItem,
            RnnParser.RULE_expectation);

    private static final Set<Integer> BODIES = Set.of(
            RnnParser.RULE_file,
            RnnParser.RULE_modelBody,
            RnnParser.RULE_decoderBody,
            RnnParser.RULE_stepBody,
            RnnParser.RULE_cellBody,
            RnnParser.RULE_equations,
            RnnParser.RULE_attentionBody,
            RnnParser.RULE_settings,
            RnnParser.RULE_decodeBody,
            RnnParser.RULE_testBody,
            RnnParser.RULE_refusedBody);

    private final TokenLayer layer;
    private final SyntaxErrors errors;
    private final Diagnostics diagnostics;
    private RecognitionException reported;
    private int lastOffending = -1;
    private int lastStop = -1;

    StatementRecovery(TokenLayer layer, Diagnostics diagnostics) {
        this.layer = layer;
        this.errors = new SyntaxErrors(layer);
        this.diagnostics = diagnostics;
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        Token offending = e.getOffendingToken();
        if (e == reported || inErrorRecoveryMode(parser) || offending.getTokenIndex() == lastOffending) {
            return;
        }
        reported = e;
        lastOffending = offending.getTokenIndex();
        beginErrorCondition(parser);
        diagnostics.report(errors.describe(parser, e));
    }

    /** The generated rules call this after each error; an error inside a statement travels up to the rule of the statement. */
    @Override
    public void recover(Parser parser, RecognitionException e) {
        int rule = parser.getContext().getRuleIndex();
        if (!STATEMENTS.contains(rule) && rule != RnnParser.RULE_file) {
            throw e;
        }
        skip(parser, parser.getContext().getStart(), e.getOffendingToken());
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    /** Called before each round of a loop: what begins no statement of this block is reported and skipped here. */
    @Override
    public void sync(Parser parser) {
        int state = parser.getInterpreter().atn.states.get(parser.getState()).getStateType();
        boolean loop = state == ATNState.STAR_LOOP_ENTRY || state == ATNState.STAR_LOOP_BACK;
        if (!loop || !BODIES.contains(parser.getContext().getRuleIndex())) {
            return;
        }
        ATNState here = parser.getInterpreter().atn.states.get(parser.getState());
        Token next = parser.getCurrentToken();
        if (parser.getATN().nextTokens(here).contains(next.getType())) {
            return;
        }
        reportError(parser, new InputMismatchException(parser));
        skip(parser, next, next);
    }

    /** Moves on to the next statement after the offending token, or to the end of the block. */
    private void skip(Parser parser, Token statement, Token offending) {
        TokenStream input = parser.getInputStream();
        int depth = layer.depth(statement);
        if (input.index() == lastStop && input.LA(1) != Token.EOF) {
            parser.consume(); // always get on
        }
        while (input.LA(1) != Token.EOF
                && layer.depth(input.LT(1)) >= depth
                && !(input.index() >= offending.getTokenIndex()
                        && input.LT(1) != statement
                        && layer.depth(input.LT(1)) == depth
                        && beginsStatement(input))) {
            parser.consume();
        }
        lastStop = input.index();
        if (beginsStatement(input)) {
            endErrorCondition(parser);
        }
    }

    private static boolean beginsStatement(TokenStream input) {
        int first = input.LA(1);
        int second = input.LA(2);
        int third = input.LA(3);
        Token before = input.LT(-1);
        if (!Words.isName(first) || (before != null && Words.isOperator(before.getType()))) {
            return false;
        }
        boolean ownLine = before == null || before.getLine() < input.LT(1).getLine();
        boolean bound = second == RnnParser.ASSIGN || (second == RnnParser.LBRACK && input.LA(5) == RnnParser.ASSIGN);
        boolean block = Words.isDeclaration(first) && Words.isName(second);
        boolean line = Words.isLine(first)
                && (Words.isName(second) || second == RnnParser.LBRACE || second == RnnParser.LPAREN);
        return bound
                || (block && (third == RnnParser.LBRACE || third == RnnParser.LPAREN))
                || (ownLine && (line || block));
    }
}
