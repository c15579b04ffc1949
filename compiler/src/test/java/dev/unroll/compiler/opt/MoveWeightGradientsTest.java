package dev.unroll.compiler.opt;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MoveWeightGradientsTest {
    @TestFactory
    Stream<DynamicTest> snippets() {
        return PassSnippets.of("move-weight-gradients", MoveWeightGradients::run);
    }
}
