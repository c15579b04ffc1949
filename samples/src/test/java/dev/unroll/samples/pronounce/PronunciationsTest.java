package dev.unroll.samples.pronounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dictionary and how errors on it are counted. */
class PronunciationsTest {
    @Test
    void theSplitNeverChanges() throws IOException {
        Pronunciations dictionary = Pronunciations.read(Path.of("data", "pronounce.txt.gz"));
        assertThat(dictionary.known().size() + dictionary.test().size()).isEqualTo(124_905);
        assertThat(dictionary.test()).hasSize(KNOWN_TEST_WORDS);
        assertThat(Collections.disjoint(
                        dictionary.known().keySet(), dictionary.test().keySet()))
                .isTrue();
        assertThat(dictionary.known()).containsEntry("recurrent", List.of("R IH K ER AH N T", "R IY K ER AH N T"));
        assertThat(dictionary.examples()).hasSizeGreaterThan(dictionary.known().size());
    }

    private static final int KNOWN_TEST_WORDS = 6_176;

    @Test
    void distancesCountEdits() {
        assertThat(PhoneErrors.distance(List.of("K", "AE", "T"), List.of("K", "AE", "T")))
                .isZero();
        assertThat(PhoneErrors.distance(List.of("K", "AE", "T"), List.of("B", "AE", "T", "S")))
                .isEqualTo(2);
        assertThat(PhoneErrors.distance(List.of(), List.of("K", "T"))).isEqualTo(2);
        assertThat(PhoneErrors.distance(List.of("A", "B", "C"), List.of("B", "C")))
                .isEqualTo(1);
    }

    @Test
    void theNearestPronunciationCounts() {
        PhoneErrors errors = new PhoneErrors();
        errors.add(List.of("T", "AH", "M", "AA", "T", "OW"), List.of("T AH M EY T OW", "T AH M AA T OW"));
        errors.add(List.of("K", "AE", "D"), List.of("K AE T"));
        assertThat(errors.wordErrorRate()).isCloseTo(0.5, within(1e-12));
        assertThat(errors.phoneErrorRate()).isCloseTo(1.0 / 9, within(1e-12));
    }
}
