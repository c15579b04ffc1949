package dev.unroll.compiler.opt;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import java.util.List;
import java.util.function.BiConsumer;

/** Runs passes in order and verifies the program after each. */
public final class PassRunner {
    private PassRunner() {}

    /**
     * Runs {@code passes}.
     *
     * @throws CompilerBug naming the pass that threw, or after which the program is not well-formed
     */
    public static Program run(Program program, List<Pass> passes) {
        return run(program, passes, (pass, after) -> {});
    }

    /**
     * As {@link #run(Program, List)}, showing the program after every pass to {@code dump}.
     *
     * @param dump is given the pass and what it made
     */
    public static Program run(Program program, List<Pass> passes, BiConsumer<Pass, Program> dump) {
        Program current = program;
        for (Pass pass : passes) {
            try {
                current = pass.rewrite().apply(current);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new CompilerBug(pass.name(), "cannot rewrite " + program.name() + ": " + e.getMessage(), e);
            }
            IrVerifier.check(current, pass.name());
            dump.accept(pass, current);
        }
        return current;
    }
}
