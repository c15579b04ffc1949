package dev.unroll.compiler.types;

import java.util.List;
import java.util.OptionalInt;

/**
 * The {@code test} blocks about one model or cell; become one JUnit class with one method per expectation.
 *
 * @param subject the model or cell tested
 * @param cell whether the subject is a cell; the model around it is then made for this test
 * @param line 1-based line of the block
 */
public record TestSpec(String subject, boolean cell, int line, List<Expectation> expectations) {
    public TestSpec {
        expectations = List.copyOf(expectations);
    }

    /** Several blocks about one subject as one, at the place of the first. */
    static List<TestSpec> joined(List<TestSpec> blocks) {
        if (blocks.isEmpty()) {
            return List.of();
        }
        TestSpec first = blocks.get(0);
        List<Expectation> all =
                blocks.stream().flatMap(block -> block.expectations().stream()).toList();
        return List.of(new TestSpec(first.subject(), first.cell(), first.line(), all));
    }

    /** One line of a {@code test} block. */
    public sealed interface Expectation {
        /** 1-based line in the file. */
        int line();

        /** The line as the user wrote it, blanks joined; for display. */
        String text();
    }

    /**
     * {@code expect parameters == expr}. Checked by the compiler too: {@code found} is what the compiler counted, {@code
     * expected} what the file says; the generated test compares the latter with the generated class.
     */
    public record ParameterCount(int line, String text, long expected, long found) implements Expectation {}

    /** {@code expect name : type}: the type expected and the one found, both as printed. */
    public record HasType(int line, String text, String name, String expected, String found) implements Expectation {}

    /**
     * {@code gradients within tolerance with { steps = 4 }}: largest relative error against central differences in double.
     *
     * @param steps length of the sequences, when the block says one
     */
    public record Gradients(int line, String text, double tolerance, OptionalInt steps) implements Expectation {}

    /**
     * {@code expect error "RNN3102" when { … }}: the file with these declarations added must not compile.
     *
     * @param code the code expected
     * @param found codes the compiler reported, in order, without repeats; empty when it compiled
     */
    public record Fails(int line, String text, String code, List<String> found) implements Expectation {
        public Fails {
            found = List.copyOf(found);
        }

        public boolean holds() {
            return found.contains(code);
        }
    }
}
