package dev.unroll.compiler.opt;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FoldAddendTest {
    @TestFactory
    Stream<DynamicTest> snippets() {
        return PassSnippets.of("fold-addend", FoldAddend::run);
    }

    @TestFactory
    Stream<DynamicTest> snippetsWhereFree() {
        return PassSnippets.of("fold-free-addend", FoldAddend::runWhereFree);
    }
}
