package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import java.util.ArrayList;
import java.util.List;

/** A scalar program while it is being written, in the order of its steps. */
final class ScalarCode {
    private final List<Step> steps = new ArrayList<>();
    private final String name;

    /**
     * Starts an empty program.
     *
     * @param name the name hint of every step
     */
    ScalarCode(String name) {
        this.name = name;
    }

    Ref add(Ref a, Ref b) {
        return apply(Fn.ADD, a, b);
    }

    Ref sub(Ref a, Ref b) {
        return apply(Fn.SUB, a, b);
    }

    Ref mul(Ref a, Ref b) {
        return apply(Fn.MUL, a, b);
    }

    Ref apply(Fn fn, Ref... operands) {
        steps.add(new Step(name, fn, List.of(operands)));
        return new Local(steps.size() - 1);
    }

    static Ref constant(double value) {
        return new Const(value);
    }

    /** The program that returns {@code result}, and the arguments it reads, in order of first use, renumbered from 0. */
    Finished finish(Ref result) {
        List<Integer> used = new ArrayList<>();
        List<Step> renumbered = new ArrayList<>();
        for (Step step : steps) {
            List<Ref> operands =
                    step.operands().stream().map(ref -> renumber(ref, used)).toList();
            renumbered.add(new Step(step.name(), step.fn(), operands));
        }
        Ref last = renumber(result, used);
        return new Finished(new Scalar(used.size(), renumbered, List.of(last)), List.copyOf(used));
    }

    private static Ref renumber(Ref ref, List<Integer> used) {
        if (!(ref instanceof Arg arg)) {
            return ref;
        }
        if (!used.contains(arg.index())) {
            used.add(arg.index());
        }
        return new Arg(used.indexOf(arg.index()));
    }

    /**
     * A finished program.
     *
     * @param scalar the program, with only the arguments it reads
     * @param arguments which of the original arguments those are
     */
    record Finished(Scalar scalar, List<Integer> arguments) {}
}
