package dev.unroll.compiler;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.outline.Outline;
import java.util.List;

/**
 * What came out of a compilation. With an error there are no files.
 *
 * @param diagnostics in the order of their places
 * @param sources files for the main source set
 * @param testSources files for the test source set
 * @param outlines one for each model, in the order of the files
 * @param dumps those asked for, by stage, then in the order of the files
 */
public record Compilation(
        List<Diagnostic> diagnostics,
        List<GeneratedFile> sources,
        List<GeneratedFile> testSources,
        List<Outline> outlines,
        List<Dump> dumps) {
    public Compilation {
        diagnostics = List.copyOf(diagnostics);
        sources = List.copyOf(sources);
        testSources = List.copyOf(testSources);
        outlines = List.copyOf(outlines);
        dumps = List.copyOf(dumps);
    }

    /** The result of one stage for one file or model. */
    public record Dump(Stage stage, String name, String text) {}

    /** Whether there is an error. */
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }
}
