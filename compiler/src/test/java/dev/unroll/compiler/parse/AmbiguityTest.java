package dev.unroll.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.testing.Snippets;
import dev.unroll.grammar.RnnLexer;
import dev.unroll.grammar.RnnParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** In exact-ambiguity mode the grammar reads every sound snippet in one way only. */
class AmbiguityTest {
    @TestFactory
    Stream<DynamicTest> soundSnippetsReadInOneWay() {
        return Snippets.files("ok", ".rnn").stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) {
        RnnLexer lexer = new RnnLexer(CharStreams.fromString(Snippets.read(file)));
        RnnParser parser = new RnnParser(new CommonTokenStream(lexer));
        parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
        List<String> found = new ArrayList<>();
        parser.removeErrorListeners();
        parser.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                found.add(line + ":" + column + " " + message);
            }

            @Override
            public void reportAmbiguity(
                    Parser recognizer,
                    DFA dfa,
                    int start,
                    int stop,
                    boolean exact,
                    BitSet alternatives,
                    ATNConfigSet configs) {
                found.add("tokens " + start + ".." + stop + " ambiguous in "
                        + RnnParser.ruleNames[dfa.atnStartState.ruleIndex]);
            }
        });
        parser.file();
        assertEquals(List.of(), found);
    }
}
