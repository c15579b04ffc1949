package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SEQUENCE_NEEDED;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.source.Span;
import java.util.List;

/** The rule that some things read sequences only. */
final class Sequences {
    /** Stages that leave one row of each sequence. */
    static final List<String> REDUCTIONS = List.of("last", "first", "mean", "max", "sum", "final", "pool");

    private final Faults faults;

    Sequences(Faults faults) {
        this.faults = faults;
    }

    /** A sequence, or the message that says what has reduced it. */
    void require(Typed input, String reader, Span span) {
        if (input.type().isSequence()) {
            return;
        }
        String reads = "this is " + input.type() + "; " + reader + " reads float[<axis>, n]";
        if (REDUCTIONS.stream().anyMatch(word -> input.maker().equals("`" + word + "`"))) {
            throw faults.refuse(Diagnostic.of(
                            SEQUENCE_NEEDED,
                            span,
                            reader + " needs a sequence, but " + input.maker() + " has already reduced it")
                    .withLabel(reads)
                    .withNote(input.from(), "reduced here")
                    .withHelp("move " + input.maker() + " below this line"));
        }
        throw faults.refuse(Diagnostic.of(
                        SEQUENCE_NEEDED,
                        span,
                        reader + " needs a sequence, but " + input.maker() + " is " + input.type())
                .withLabel(reads)
                .withNote(input.from(), input.maker() + " comes from here")
                .withHelp("give the input an axis, as in `float[time, "
                        + input.type().width() + "]`"));
    }
}
