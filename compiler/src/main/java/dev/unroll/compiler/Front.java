package dev.unroll.compiler;

import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.parse.RnnParser;
import dev.unroll.compiler.resolve.Declarations;
import dev.unroll.compiler.resolve.Resolver;
import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.Checker;
import dev.unroll.compiler.types.TypedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages that can find fault with the user's text: parse, resolve, check types.
 *
 * @param files those that parse
 * @param models those without faults
 * @param diagnostics everything found
 */
public record Front(List<SourceFile> files, List<TypedModel> models, Diagnostics diagnostics) {
    /** Runs these stages for sources that name no other files. */
    public static Front of(List<Source> sources) {
        return of(sources, Companions.NONE);
    }

    /** Runs these stages. */
    public static Front of(List<Source> sources, Companions companions) {
        Diagnostics diagnostics = new Diagnostics();
        List<SourceFile> files = new ArrayList<>();
        sources.forEach(source -> RnnParser.parse(source, diagnostics).ifPresent(files::add));
        List<TypedModel> models = new ArrayList<>();
        for (Declarations declarations : Resolver.resolve(files, diagnostics)) {
            models.addAll(Checker.check(declarations, companions, diagnostics));
        }
        return new Front(files, models, diagnostics);
    }
}
