package dev.unroll.compiler.resolve;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * The blocks that one file knows by name, in the order of the text.
 *
 * @param file the file
 * @param others the files compiled with it, in which {@code use} finds names
 * @param models by name
 * @param cells its own, without the prelude's
 * @param attentions its own, without the prelude's
 * @param vocabularies its own, by name
 * @param labels its own, by name
 * @param used what it has from other files by {@code use}
 * @param trains by the name of their model
 * @param decodes by the name of their model
 * @param serves by the name of their model
 * @param tests about a model or cell of this file
 */
public record Declarations(
        SourceFile file,
        List<SourceFile> others,
        Map<String, Decl.Model> models,
        Map<String, Decl.Cell> cells,
        Map<String, Decl.Attention> attentions,
        Map<String, Decl.Vocabulary> vocabularies,
        Map<String, Decl.Labels> labels,
        Used used,
        Map<String, Decl.Train> trains,
        Map<String, Decl.Decode> decodes,
        Map<String, Decl.Serve> serves,
        List<Decl.Test> tests) {
    /** Blocks of other files by name. */
    public record Used(
            Map<String, Decl.Cell> cells, Map<String, Decl.Vocabulary> vocabularies, Map<String, Decl.Labels> labels) {}
}
