package dev.unroll.compiler.resolve;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * The blocks of one file by name, in the order of the text.
 *
 * @param file the file
 * @param models by name
 * @param cells its own, without the prelude's
 * @param trains by the name of their model
 * @param tests about a model or cell of this file
 */
public record Declarations(
        SourceFile file,
        Map<String, Decl.Model> models,
        Map<String, Decl.Cell> cells,
        Map<String, Decl.Train> trains,
        List<Decl.Test> tests) {}
