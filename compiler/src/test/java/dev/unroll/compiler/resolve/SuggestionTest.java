package dev.unroll.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> LAYERS = List.of("LSTM", "GRU", "Dense", "Dropout");

    @Test
    void neighboursSwappedAreOneStep() {
        assertEquals(Optional.of("LSTM"), Suggestion.nearest("LTSM", LAYERS));
    }

    @Test
    void caseIsNoStep() {
        assertEquals(Optional.of("GRU"), Suggestion.nearest("gru", LAYERS));
        assertEquals(Optional.of("h"), Suggestion.nearest("H", List.of("h", "c")));
    }

    @Test
    void otherWordsAreNoSuggestion() {
        assertEquals(Optional.empty(), Suggestion.nearest("Embedding", LAYERS));
        assertEquals(Optional.empty(), Suggestion.nearest("x", List.of("h", "c")));
    }

    @Test
    void tiesGoByTheAlphabet() {
        assertEquals(Optional.of("rate"), Suggestion.nearest("raze", List.of("raxe", "rate")));
    }
}
