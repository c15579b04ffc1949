package dev.unroll.compiler.types;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.resolve.Suggestion;
import dev.unroll.compiler.source.Span;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Reports faults and hands back the exception that leaves the statement at fault. */
final class Faults {
    /** Names in a help; a longer list helps nobody. */
    private static final int MOST_LISTED = 15;

    private final Diagnostics diagnostics;

    Faults(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    void report(Diagnostic diagnostic) {
        diagnostics.report(diagnostic);
    }

    /** To be thrown: {@code throw faults.refuse(...)}. */
    Refused refuse(Diagnostic diagnostic) {
        diagnostics.report(diagnostic);
        return new Refused();
    }

    Refused refuse(DiagnosticCode code, Span span, String message) {
        return refuse(Diagnostic.of(code, span, message));
    }

    Refused refuse(DiagnosticCode code, Span span, String message, String help) {
        return refuse(Diagnostic.of(code, span, message).withHelp(help));
    }

    /** Something of the language that this version does not carry. */
    Refused notYet(Span span, String what) {
        return refuse(DiagnosticCode.NOT_YET, span, what + " is not yet supported in this version");
    }

    /** A misspelt name; helps with the nearest known one, else with the list. */
    Refused unknown(DiagnosticCode code, Span span, String message, String written, Collection<String> known) {
        Diagnostic fault = Diagnostic.of(code, span, message);
        Optional<String> near = Suggestion.nearest(written, known);
        if (near.isPresent()) {
            return refuse(fault.withHelp("did you mean `" + near.get() + "`?"));
        }
        return refuse(
                known.isEmpty() || known.size() > MOST_LISTED
                        ? fault
                        : fault.withHelp("there is " + String.join(", ", known)));
    }

    /** The value of {@code part}, or empty if a fault in it was reported. */
    <T> Optional<T> attempt(Supplier<T> part) {
        try {
            return Optional.of(part.get());
        } catch (Refused reported) {
            return Optional.empty();
        }
    }

    /** Runs {@code part}; a fault in it has been reported. */
    void attempt(Runnable part) {
        try {
            part.run();
        } catch (Refused reported) {
            return;
        }
    }
}
