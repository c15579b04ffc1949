package dev.unroll.maven;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.source.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Shows diagnostics in Maven's log, each as {@code /path/file.rnn:[line,column] error RNN1234: …} with the excerpt below
 * it. That first line is the form javac's messages have in Maven, which editors know how to open.
 */
final class DiagnosticLog {
    private final Log log;
    private final Map<Source, Path> paths = new HashMap<>();

    DiagnosticLog(Log log, List<SourceFile> files) {
        this.log = log;
        for (SourceFile file : files) {
            paths.put(file.source(), file.path());
        }
    }

    /**
     * Shows them all, then fails if the sources cannot be used.
     *
     * @param warningsFail whether a warning is as bad as an error
     * @throws MojoFailureException when there is an error, or a warning that counts as one
     */
    void show(List<Diagnostic> diagnostics, boolean warningsFail) throws MojoFailureException {
        for (Diagnostic diagnostic : diagnostics) {
            show(diagnostic);
        }
        long errors = count(diagnostics, Severity.ERROR);
        long warnings = count(diagnostics, Severity.WARNING);
        if (errors > 0) {
            throw new MojoFailureException("Unroll: " + plural(errors, "error") + " in .rnn files, see above");
        }
        if (warnings > 0 && warningsFail) {
            throw new MojoFailureException(
                    "Unroll: " + plural(warnings, "warning") + " in .rnn files, see above, and failOnWarnings is set");
        }
    }

    private void show(Diagnostic diagnostic) {
        String text =
                place(diagnostic) + " " + DiagnosticRenderer.render(diagnostic).stripTrailing();
        switch (diagnostic.severity()) {
            case ERROR -> log.error(text);
            case WARNING -> log.warn(text);
            case NOTE -> log.info(text);
        }
    }

    private String place(Diagnostic diagnostic) {
        Source source = diagnostic.span().source();
        Path path = paths.get(source);
        String file = path == null ? source.name() : path.toString();
        return file + ":[" + diagnostic.span().line() + "," + diagnostic.span().column() + "]";
    }

    private static long count(List<Diagnostic> diagnostics, Severity severity) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .count();
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
