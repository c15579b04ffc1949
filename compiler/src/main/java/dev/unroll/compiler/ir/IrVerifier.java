package dev.unroll.compiler.ir;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Extent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what the types of this package cannot: single assignment, scope, the type rule of every instruction, and that
 * a program's lists agree with each other. Runs after every pass.
 */
public final class IrVerifier {
    private final List<String> problems = new ArrayList<>();
    private final Set<Integer> ids = new HashSet<>();

    private IrVerifier() {}

    /** All that is wrong with {@code program}; empty if nothing is. */
    public static List<String> verify(Program program) {
        IrVerifier verifier = new IrVerifier();
        verifier.program(program);
        return List.copyOf(verifier.problems);
    }

    /**
     * Returns {@code program} if it is right.
     *
     * @param afterWhat the stage or pass that made it
     * @throws CompilerBug naming {@code afterWhat}, listing all problems and the program's text
     */
    public static Program check(Program program, String afterWhat) {
        List<String> problems = verify(program);
        if (!problems.isEmpty()) {
            throw new CompilerBug(afterWhat, String.join("\n", problems) + "\n\n" + IrPrinter.print(program));
        }
        return program;
    }

    private void program(Program program) {
        ProgramRules.problems(program).forEach(problems::add);
        Set<Value> global = new HashSet<>();
        define(program.parameterValues(), "a parameter", global);
        define(program.inputs(), "an input", global);
        topLevel("predict", program.predict(), global);
        for (Program.Phase phase : program.phases()) {
            Set<Value> own = new HashSet<>(program.parameterValues());
            define(phase.inputs(), "an input of " + phase.name(), own);
            topLevel(phase.name(), phase.block(), own);
        }
        Set<Value> forward = topLevel("forward", program.forward(), global);
        topLevel("backward", program.backward(), forward);
    }

    /** Verifies a block without parameters and returns what a block after it may read. */
    private Set<Value> topLevel(String name, Block block, Set<Value> enclosing) {
        Set<Value> scope = new HashSet<>(enclosing);
        require(block.parameters().isEmpty(), name + " has parameters " + block.parameters());
        for (Instr instr : block.instrs()) {
            boolean mask = instr.op() instanceof Op.Mask;
            require(
                    !mask || name.equals("forward") || name.equals("backward"),
                    name + ": " + instr.results() + " is a mask");
            for (Value result : instr.results()) {
                boolean inBody = result.type().extent().isOfStep();
                require(!inBody, name + ": " + result + " of " + result.type() + " outside a scan");
            }
            instr(name, instr, scope);
        }
        reads(name + " results", block.results(), scope);
        return scope;
    }

    private void body(String where, Op.Scan scan, Set<Value> enclosing) {
        Set<Value> scope = new HashSet<>();
        enclosing.stream()
                .filter(value -> value.type().extent().isFixed() || isMemory(value, scan))
                .forEach(scope::add);
        define(scan.body().parameters(), where, scope);
        for (Instr instr : scan.body().instrs()) {
            require(!(instr.op() instanceof Op.Scan), where + ": a scan inside a scan");
            for (Value result : instr.results()) {
                Extent extent = result.type().extent();
                boolean ofStep = extent.kind() == Kind.STEP && extent.axis().equals(scan.axis());
                boolean attended =
                        extent.kind() == Kind.STEPSPANS && extent.by().equals(scan.axis());
                boolean belongs = extent.isFixed() || ofStep || attended || isMemory(result, scan);
                require(
                        belongs,
                        where + ": " + result + " of " + result.type() + " inside a scan of "
                                + Extent.step(scan.axis()));
            }
            instr(where, instr, scope);
        }
        reads(where + " body results", scan.body().results(), scope);
    }

    /** Spans that steps of {@code scan} read; in its body, those that sums over the steps are made of. */
    private static boolean isMemory(Value value, Op.Scan scan) {
        Extent extent = value.type().extent();
        return extent.kind() == Kind.SPANS && extent.by().equals(scan.axis());
    }

    private void instr(String where, Instr instr, Set<Value> scope) {
        String here = where + ": " + instr.results() + " = " + instr.op().name();
        reads(here, instr.operands(), scope);
        if (instr.op() instanceof Op.Scan scan) {
            body(here, scan, scope);
        }
        try {
            List<Type> declared = IrTypes.of(instr.results());
            List<Type> types = IrTypes.resultTypes(instr.op(), IrTypes.of(instr.operands()), declared);
            require(types.equals(declared), here + ": results are " + types + ", declared " + declared);
        } catch (IllegalArgumentException e) {
            problems.add(here + ": " + e.getMessage());
        }
        define(instr.results(), here, scope);
    }

    private void reads(String where, List<Value> values, Set<Value> scope) {
        for (Value value : values) {
            require(
                    scope.contains(value),
                    where + " reads " + value + " of " + value.type() + ", which is not in scope");
        }
    }

    private void define(List<Value> values, String where, Set<Value> scope) {
        for (Value value : values) {
            require(ids.add(value.id()), where + ": id of " + value + " is used twice");
            scope.add(value);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            problems.add(otherwise);
        }
    }
}
