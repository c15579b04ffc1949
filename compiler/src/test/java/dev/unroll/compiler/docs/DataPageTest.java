package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.emit.InMemoryCompiler;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compiles the Java that the page on reading data shows: each fence is a whole file of one class. */
class DataPageTest {
    private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+) ");

    @TestFactory
    Stream<DynamicTest> fences() {
        List<Markdown.Fence> fences = Markdown.doc("data.md").fences().stream()
                .filter(fence -> fence.info().equals("java"))
                .toList();
        assertFalse(fences.isEmpty());
        return fences.stream().map(fence -> dynamicTest("data.md:" + fence.line(), () -> compile(fence)));
    }

    private static void compile(Markdown.Fence fence) {
        Matcher name = CLASS.matcher(fence.text());
        assertTrue(name.find(), "a class");
        InMemoryCompiler.compile(List.of(new GeneratedFile(name.group(1) + ".java", fence.text())));
    }
}
