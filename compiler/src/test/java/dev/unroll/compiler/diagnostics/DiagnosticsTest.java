package dev.unroll.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unroll.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
    private final Source source = new Source("a.rnn", "one two");
    private final Diagnostic early = Diagnostic.of(DiagnosticCode.SYNTAX, source.span(0, 3), "early");
    private final Diagnostic late = Diagnostic.of(DiagnosticCode.SYNTAX, source.span(4, 7), "late");
    private final Diagnostic warning = Diagnostic.of(DiagnosticCode.DOC_DANGLING, source.span(4, 7), "warning");

    @Test
    void sortsByPlaceAndDropsDoubles() {
        Diagnostics diagnostics = new Diagnostics();
        diagnostics.reportAll(List.of(
                late, early, late.withLabel("x"), Diagnostic.of(DiagnosticCode.SYNTAX, source.span(0, 3), "early")));
        assertEquals(List.of(early, late, late.withLabel("x")), diagnostics.sorted());
        assertEquals(3, diagnostics.errorCount());
    }

    @Test
    void warningsAreNoErrors() {
        Diagnostics diagnostics = new Diagnostics();
        diagnostics.report(warning);
        assertFalse(diagnostics.hasErrors());
        diagnostics.report(early);
        assertTrue(diagnostics.hasErrors());
    }
}
