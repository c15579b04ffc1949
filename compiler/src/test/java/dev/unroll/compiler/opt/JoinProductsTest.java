package dev.unroll.compiler.opt;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class JoinProductsTest {
    @TestFactory
    Stream<DynamicTest> snippets() {
        return PassSnippets.of("join-products", JoinProducts::run);
    }
}
