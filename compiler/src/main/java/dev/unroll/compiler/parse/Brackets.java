package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Span;
import dev.unroll.grammar.RnnLexer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/**
 * Pairs brackets before any grammar rule runs, so that a missing one is reported where it was opened, and nesting is bounded before the
 * parser recurses.
 *
 * <p>When the count does not come out, a second look takes indentation as a hint: a closing brace at the start of a line belongs to the
 * line that begins in the same column, and a declaration in the first column is not inside anything.
 */
final class Brackets {
    static final int DEEPEST = 200;

    private static final Set<Integer> OPENING = Set.of(RnnLexer.LBRACE, RnnLexer.LPAREN, RnnLexer.LBRACK);
    private static final Map<Integer, Integer> OPENS = Map.of(
            RnnLexer.RBRACE, RnnLexer.LBRACE, RnnLexer.RPAREN, RnnLexer.LPAREN, RnnLexer.RBRACK, RnnLexer.LBRACK);
    private static final Map<Integer, String> CLOSING_SIGN =
            Map.of(RnnLexer.LBRACE, "}", RnnLexer.LPAREN, ")", RnnLexer.LBRACK, "]");

    private final List<Token> tokens;
    private final TokenLayer layer;
    private final Map<Token, Integer> depths = new HashMap<>();
    private final Map<Integer, Integer> indents = new HashMap<>();

    Brackets(List<Token> tokens, TokenLayer layer) {
        this.tokens = tokens;
        this.layer = layer;
        tokens.forEach(token -> indents.putIfAbsent(token.getLine(), token.getCharPositionInLine()));
    }

    int depth(Token token) {
        return depths.getOrDefault(token, 0);
    }

    /** Reports what does not pair or is too deep; true if all is well. */
    boolean report(Diagnostics diagnostics) {
        List<Diagnostic> plain = pair(false);
        if (plain.isEmpty()) {
            return true;
        }
        List<Diagnostic> hinted = pair(true);
        diagnostics.reportAll(hinted.isEmpty() ? plain : hinted);
        return false;
    }

    private List<Diagnostic> pair(boolean hints) {
        List<Diagnostic> found = new ArrayList<>();
        Deque<Token> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (hints && !open.isEmpty() && beginsDeclaration(i)) {
                found.add(unclosed(open.peek(), token));
                open.clear();
            }
            if (OPENS.containsKey(token.getType())) {
                close(token, open, hints, found);
            }
            depths.put(token, open.size());
            if (OPENING.contains(token.getType())) {
                open.push(token);
            }
            if (open.size() > DEEPEST) {
                return List.of(tooDeep(token));
            }
        }
        if (!open.isEmpty()) {
            found.add(unclosed(open.peek(), null));
        }
        return found;
    }

    private void close(Token closer, Deque<Token> open, boolean hints, List<Diagnostic> found) {
        Token partner = null;
        for (Iterator<Token> it = open.iterator(); it.hasNext() && partner == null; ) {
            Token candidate = it.next();
            if (candidate.getType() == OPENS.get(closer.getType())
                    && !(hints && beginsLine(closer) && !sameIndent(candidate, closer, open))) {
                partner = candidate;
            }
        }
        if (partner == null && !found.isEmpty()) {
            return; // what the first mistake leaves over is none of its own
        }
        if (partner == null) {
            String opener =
                    switch (closer.getType()) {
                        case RnnLexer.RBRACE -> "{";
                        case RnnLexer.RPAREN -> "(";
                        default -> "[";
                    };
            Diagnostic unopened = Diagnostic.of(
                            DiagnosticCode.BRACKET_UNOPENED,
                            layer.span(closer),
                            "`" + closer.getText() + "` closes nothing")
                    .withHelp("delete it, or open a `" + opener + "` before it");
            found.add(blockOf(closer)
                    .map(head -> unopened.withNote(layer.span(head), "no `{` is left open of this block"))
                    .orElse(unopened));
            return;
        }
        if (open.peek() != partner) {
            found.add(unclosed(open.peek(), closer));
        }
        while (open.pop() != partner) {
            // those between are unclosed, and one report is enough
        }
    }

    /** The last line that begins in the column of a closing brace with something else than a closing bracket. */
    private Optional<Token> blockOf(Token closer) {
        if (closer.getType() != RnnLexer.RBRACE || !beginsLine(closer)) {
            return Optional.empty();
        }
        return tokens.stream()
                .takeWhile(token -> token != closer)
                .filter(token -> token.getCharPositionInLine() == closer.getCharPositionInLine() && beginsLine(token))
                .reduce((first, second) -> second)
                .filter(token -> !OPENS.containsKey(token.getType()));
    }

    private boolean beginsLine(Token token) {
        return token.getCharPositionInLine() == indents.get(token.getLine());
    }

    /** Whether the closer stands in the column of the opener's line; also true if no open bracket's line does, for then columns say nothing. */
    private boolean sameIndent(Token opener, Token closer, Deque<Token> open) {
        int column = closer.getCharPositionInLine();
        return indents.get(opener.getLine()) == column
                || open.stream()
                        .noneMatch(
                                other -> other.getType() == opener.getType() && indents.get(other.getLine()) == column);
    }

    private boolean beginsDeclaration(int index) {
        Token token = tokens.get(index);
        return token.getCharPositionInLine() == 0
                && beginsLine(token)
                && index + 2 < tokens.size()
                && Words.isDeclaration(token.getType())
                && Words.isName(tokens.get(index + 1).getType())
                && (tokens.get(index + 2).getType() == RnnLexer.LBRACE
                        || tokens.get(index + 2).getType() == RnnLexer.LPAREN);
    }

    private Diagnostic unclosed(Token opener, Token until) {
        String closing = "`" + CLOSING_SIGN.get(opener.getType()) + "`";
        Span place = layer.span(opener);
        Diagnostic unclosed = Diagnostic.of(
                        DiagnosticCode.BRACKET_UNCLOSED, place, "`" + opener.getText() + "` is never closed")
                .withLabel("no " + closing + " belongs to this one")
                .withHelp("add the missing " + closing);
        if (until == null) {
            return unclosed;
        }
        boolean closer = OPENS.containsKey(until.getType());
        String shown = "`" + until.getText() + "`";
        return unclosed.withNote(
                layer.span(until),
                closer ? shown + " stands where " + closing + " was expected" : shown + " begins a new block here");
    }

    private Diagnostic tooDeep(Token opener) {
        return Diagnostic.of(
                        DiagnosticCode.NESTED_TOO_DEEP, layer.span(opener), "brackets are nested more than 200 deep")
                .withHelp("give inner parts a name on a line of their own");
    }
}
