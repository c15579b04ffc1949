package dev.unroll.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticCodeTest {
    private static final List<String> IDS =
            Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id).toList();

    @Test
    void numbersAreUniqueAndInOrder() {
        assertEquals(IDS.stream().distinct().sorted().toList(), IDS);
    }

    @Test
    void numbersHaveFourDigitsAndAFamily() {
        assertTrue(IDS.stream().allMatch(id -> id.matches("RNN[1-5]\\d{3}")), IDS.toString());
    }

    @Test
    void titlesAreUnique() {
        List<String> titles = Arrays.stream(DiagnosticCode.values())
                .map(DiagnosticCode::title)
                .toList();
        assertEquals(titles.stream().distinct().toList(), titles);
    }
}
