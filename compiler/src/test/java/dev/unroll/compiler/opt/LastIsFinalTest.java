package dev.unroll.compiler.opt;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LastIsFinalTest {
    @TestFactory
    Stream<DynamicTest> snippets() {
        return PassSnippets.of("last-is-final", LastIsFinal::run);
    }
}
