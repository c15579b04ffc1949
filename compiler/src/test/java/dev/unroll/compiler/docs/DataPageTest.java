package dev.unroll.compiler.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compiles the Java that the page on reading data shows: each fence is a whole file of one class, which may use the models that the page
 * shows.
 */
class DataPageTest {
    private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+) ");

    @TestFactory
    Stream<DynamicTest> fences() {
        List<Markdown.Fence> fences = fences("java");
        assertFalse(fences.isEmpty());
        return fences.stream().map(fence -> dynamicTest("data.md:" + fence.line(), () -> compile(fence)));
    }

    private static List<Markdown.Fence> fences(String info) {
        return Markdown.doc("data.md").fences().stream()
                .filter(fence -> fence.info().equals(info))
                .toList();
    }

    private static List<GeneratedFile> models() {
        List<Source> sources = fences("rnn").stream()
                .map(fence -> new Source("line" + fence.line() + ".rnn", fence.text()))
                .toList();
        return RnnCompiler.compile(sources, CompilerOptions.standard()).sources();
    }

    private static void compile(Markdown.Fence fence) {
        Matcher name = CLASS.matcher(fence.text());
        assertTrue(name.find(), "a class");
        List<GeneratedFile> files = new ArrayList<>(models());
        files.add(new GeneratedFile(name.group(1) + ".java", fence.text()));
        InMemoryCompiler.compile(files);
    }
}
