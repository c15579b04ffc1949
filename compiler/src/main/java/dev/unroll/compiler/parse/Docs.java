package dev.unroll.compiler.parse;

import dev.unroll.compiler.ast.Doc;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.grammar.RnnLexer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Gives {@code ///} comments to what they stand above, and notices those that stand above nothing. */
final class Docs {
    private static final int SLASHES = 3;

    private final TokenLayer layer;
    private final CommonTokenStream stream;
    private final Set<Token> taken = new HashSet<>();

    Docs(TokenLayer layer, CommonTokenStream stream) {
        this.layer = layer;
        this.stream = stream;
    }

    /** The doc comment right above a construct; one behind other text on its line belongs to nothing. */
    Optional<Doc> above(ParserRuleContext context) {
        int index = context.getStart().getTokenIndex();
        List<Token> hidden = stream.getHiddenTokensToLeft(index, Token.HIDDEN_CHANNEL);
        if (hidden == null) {
            return Optional.empty();
        }
        int before = hidden.get(0).getTokenIndex() - 1;
        int textEndsOn = before < 0 ? 0 : stream.get(before).getLine();
        List<Token> own =
                hidden.stream().filter(token -> token.getLine() > textEndsOn).toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        taken.addAll(own);
        List<String> lines = own.stream()
                .map(token -> token.getText().substring(SLASHES))
                .map(Docs::trim)
                .toList();
        return Optional.of(new Doc(layer.span(own.get(0), own.get(own.size() - 1)), lines));
    }

    private static String trim(String line) {
        return (line.startsWith(" ") ? line.substring(1) : line).stripTrailing();
    }

    void reportDangling(Diagnostics diagnostics) {
        int reportedLine = -1;
        for (Token token : layer.tokens()) {
            if (token.getType() != RnnLexer.DOC || taken.contains(token)) {
                continue;
            }
            if (token.getLine() != reportedLine + 1) {
                diagnostics.report(
                        Diagnostic.of(
                                        DiagnosticCode.DOC_DANGLING,
                                        layer.span(token),
                                        "this doc comment documents nothing")
                                .withHelp(
                                        "put it above a block, an input, an output or a name; a plain comment begins with `//`"));
            }
            reportedLine = token.getLine();
        }
    }
}
