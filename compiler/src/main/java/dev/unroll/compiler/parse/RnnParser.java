package dev.unroll.compiler.parse;

import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Source;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;

/** The first stage: a source becomes a tree, or diagnostics that say why not. */
public final class RnnParser {
    private RnnParser() {}

    /**
     * Parses one file.
     *
     * @param source the text
     * @param diagnostics takes what is wrong with it
     * @return the tree; empty if an error was reported
     */
    public static Optional<SourceFile> parse(Source source, Diagnostics diagnostics) {
        Diagnostics own = new Diagnostics();
        Optional<SourceFile> file = parseAlone(source, own);
        diagnostics.reportAll(own.sorted());
        return own.hasErrors() ? Optional.empty() : file;
    }

    private static Optional<SourceFile> parseAlone(Source source, Diagnostics diagnostics) {
        TokenLayer layer = new TokenLayer(source, diagnostics);
        if (!layer.isSound()) {
            return Optional.empty();
        }
        CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(layer.tokens(), source.name()));
        dev.unroll.grammar.RnnParser parser = new dev.unroll.grammar.RnnParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(new StatementRecovery(layer, diagnostics));
        dev.unroll.grammar.RnnParser.FileContext tree = parser.file();
        if (diagnostics.hasErrors()) {
            return Optional.empty();
        }
        Docs docs = new Docs(layer, stream);
        SourceFile file = new AstBuilder(layer, docs, diagnostics).file(tree);
        docs.reportDangling(diagnostics);
        return Optional.of(file);
    }
}
