package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.source.Span;
import dev.unroll.grammar.RnnLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The tokens of a text, checked one by one. Unsound tokens, such as a string without an end, would only cause odd syntax errors, so the
 * grammar is not asked then.
 */
final class TokenLayer {
    private static final int LONGEST_NAME = 64;

    private final Source source;
    private final Diagnostics diagnostics;
    private final int[] offsets;
    private final List<Token> tokens = new ArrayList<>();
    private final Brackets brackets;
    private boolean sound;

    TokenLayer(Source source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.offsets = codePointOffsets(source.text());
        RnnLexer lexer = new RnnLexer(CharStreams.fromString(source.text(), source.name()));
        lexer.removeErrorListeners();
        List<CommonToken> raw =
                lexer.getAllTokens().stream().map(CommonToken.class::cast).toList();
        this.sound = Version.check(visible(raw), this, diagnostics);
        if (sound) {
            sound = Characters.checkVisible(source, diagnostics);
            raw.forEach(this::check);
        }
        brackets = new Brackets(visible(tokens), this);
        sound = sound && brackets.report(diagnostics);
    }

    private static List<Token> visible(List<? extends Token> tokens) {
        return tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .map(Token.class::cast)
                .toList();
    }

    /** ANTLR counts code points, spans count UTF-16 units. */
    private static int[] codePointOffsets(String text) {
        int count = text.codePointCount(0, text.length());
        return IntStream.rangeClosed(0, count)
                .map(count == text.length() ? index -> index : index -> text.offsetByCodePoints(0, index))
                .toArray();
    }

    boolean isSound() {
        return sound;
    }

    /** Everything the lexer keeps, doc comments on the hidden channel among it, without an end of file. */
    List<Token> tokens() {
        return tokens;
    }

    /** How many brackets enclose a token; an opening or closing bracket is outside of itself. */
    int depth(Token token) {
        return brackets.depth(token);
    }

    Span span(Token token) {
        if (token.getType() == Token.EOF) {
            int end = source.text().stripTrailing().length();
            return source.span(end, end);
        }
        return source.span(offsets[token.getStartIndex()], offsets[token.getStopIndex() + 1]);
    }

    Span span(Token first, Token last) {
        return last == null ? span(first) : span(first).to(span(last));
    }

    Span start() {
        return source.span(0, source.line(1).length());
    }

    private void check(CommonToken token) {
        switch (token.getType()) {
            case RnnLexer.ID -> checkLength(token);
            case RnnLexer.NUMBER -> sound &= Literals.checkNumber(token, this, diagnostics);
            case RnnLexer.STRING -> sound &= Literals.checkString(token, this, diagnostics);
            case RnnLexer.OPEN_STRING -> {
                sound = false;
                diagnostics.report(Diagnostic.of(
                                DiagnosticCode.STRING_UNTERMINATED, span(token), "this string does not end on its line")
                        .withLabel("no closing `\"`")
                        .withHelp("close it with `\"`; a line end inside a string is written `\\n`"));
            }
            case RnnLexer.FOREIGN_NAME -> {
                Characters.reportForeignName(span(token), diagnostics);
                token.setType(RnnLexer.ID);
            }
            case RnnLexer.OTHER -> {
                sound &= Characters.reportStray(span(token), diagnostics);
                return;
            }
            default -> {}
        }
        tokens.add(token);
    }

    private void checkLength(Token token) {
        int length = token.getText().length();
        if (length > LONGEST_NAME) {
            diagnostics.report(
                    Diagnostic.of(DiagnosticCode.NAME_TOO_LONG, span(token), "a name has at most 64 characters")
                            .withLabel("this one has " + length)
                            .withHelp("choose a shorter name"));
        }
    }
}
