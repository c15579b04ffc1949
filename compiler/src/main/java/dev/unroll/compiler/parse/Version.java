package dev.unroll.compiler.parse;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.grammar.RnnLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** The first line of a file, {@code rnn 1}. */
final class Version {
    /** The only version there is. */
    static final int CURRENT = 1;

    private Version() {}

    /**
     * Reports a missing or unknown version.
     *
     * @return whether reading on makes sense: the rest of another version's file would only look wrong
     */
    static boolean check(List<Token> visible, TokenLayer layer, Diagnostics diagnostics) {
        if (visible.isEmpty() || visible.get(0).getType() != RnnLexer.RNN) {
            diagnostics.report(Diagnostic.of(
                            DiagnosticCode.VERSION_MISSING,
                            visible.isEmpty() ? layer.start() : layer.span(visible.get(0)),
                            "a file begins with the version of the language")
                    .withHelp("make `rnn 1` the first line"));
            return visible.size() > 1
                    && beginsFile(visible.get(0).getType(), visible.get(1).getType());
        }
        Token number = visible.size() > 1 ? visible.get(1) : visible.get(0);
        if (number.getType() != RnnLexer.NUMBER) {
            diagnostics.report(Diagnostic.of(
                            DiagnosticCode.VERSION_MISSING,
                            layer.span(visible.get(0)),
                            "`rnn` needs the number of the version")
                    .withHelp("write `rnn 1`"));
            return false;
        }
        if (!number.getText().equals(Integer.toString(CURRENT))) {
            diagnostics.report(Diagnostic.of(
                            DiagnosticCode.VERSION_UNKNOWN,
                            layer.span(number),
                            "this compiler reads version 1 of the language")
                    .withLabel("not version " + number.getText())
                    .withHelp("write `rnn 1`, or use a compiler that knows version " + number.getText()));
            return false;
        }
        return true;
    }

    private static boolean beginsFile(int first, int second) {
        boolean word = first == RnnLexer.PACKAGE || first == RnnLexer.USE || Words.isDeclaration(first);
        return word && Words.isName(second);
    }
}
