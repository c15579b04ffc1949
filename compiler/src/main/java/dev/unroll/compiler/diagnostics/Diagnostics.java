package dev.unroll.compiler.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the diagnostics of one compilation: each once, handed out in the order of their places. */
public final class Diagnostics {
    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::span)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message);

    private final Set<Diagnostic> collected = new LinkedHashSet<>();

    /** Adds one, unless the very same is there already. */
    public void report(Diagnostic diagnostic) {
        collected.add(diagnostic);
    }

    /** Adds several. */
    public void reportAll(Collection<Diagnostic> diagnostics) {
        collected.addAll(diagnostics);
    }

    /** Whether one of them is an error. */
    public boolean hasErrors() {
        return collected.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }

    /** How many errors there are. */
    public int errorCount() {
        return (int) collected.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
    }

    /** All of them by source name, place, code and message. */
    public List<Diagnostic> sorted() {
        return collected.stream().sorted(ORDER).toList();
    }
}
