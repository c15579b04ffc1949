package dev.unroll.compiler.diagnostics;

import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One message for the user.
 *
 * @param code its stable number, which also decides the severity
 * @param span the place it is about
 * @param message the fact, one line, without a full stop
 * @param label what stands under the caret
 * @param notes further places, such as where a type came from
 * @param help one thing to try
 */
public record Diagnostic(
        DiagnosticCode code,
        Span span,
        String message,
        Optional<String> label,
        List<Note> notes,
        Optional<String> help) {

    /**
     * A further place and what is to be seen there.
     *
     * @param span the place
     * @param text what is to be seen there, one line
     */
    public record Note(Span span, String text) {
        /** Checks its parts. */
        public Note {
            Objects.requireNonNull(span, "span");
            Objects.requireNonNull(text, "text");
        }
    }

    /** Copies the notes. */
    public Diagnostic {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(help, "help");
        notes = List.copyOf(notes);
    }

    /** A diagnostic of a fact at a place, to be completed by the {@code with} methods. */
    public static Diagnostic of(DiagnosticCode code, Span span, String message) {
        return new Diagnostic(code, span, message, Optional.empty(), List.of(), Optional.empty());
    }

    /** How grave it is. */
    public Severity severity() {
        return code.severity();
    }

    /** The same with a label under the caret. */
    public Diagnostic withLabel(String text) {
        return new Diagnostic(code, span, message, Optional.of(text), notes, help);
    }

    /** The same with one more place. */
    public Diagnostic withNote(Span place, String text) {
        List<Note> more = new ArrayList<>(notes);
        more.add(new Note(place, text));
        return new Diagnostic(code, span, message, label, more, help);
    }

    /** The same with one thing to try. */
    public Diagnostic withHelp(String text) {
        return new Diagnostic(code, span, message, label, notes, Optional.of(text));
    }
}
