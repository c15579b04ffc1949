package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.IrParser;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.testing.Snippets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The pairs {@code passes/<pass>/<case>.before.ir} and {@code .after.ir}. */
final class PassSnippets {
    private static final String BEFORE = ".before.ir";

    private PassSnippets() {}

    /** One test per pair: the rewrite makes exactly the second out of the first, and the numbers stay. */
    static Stream<DynamicTest> of(String pass, UnaryOperator<Program> rewrite) {
        List<Path> cases = Snippets.files("passes/" + pass, BEFORE);
        assertThat(cases).as("snippets of " + pass).isNotEmpty();
        return cases.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file, rewrite)));
    }

    private static void check(Path file, UnaryOperator<Program> rewrite) {
        Program before = IrVerifier.check(IrParser.parse(Snippets.read(file)), file.toString());
        Program after = IrVerifier.check(rewrite.apply(before), file.toString());
        Bindings bindings = Numbers.random(before, 3, 4, 2, 2, 1);
        assertThat(Numbers.difference(
                        Numbers.results(before, bindings),
                        Numbers.results(after, Numbers.rebound(before, bindings, after))))
                .isLessThan(1e-12);
        String name = file.getFileName().toString();
        Path golden = file.resolveSibling(name.substring(0, name.length() - BEFORE.length()) + ".after.ir");
        Snippets.assertGolden(golden, IrPrinter.print(after));
    }
}
