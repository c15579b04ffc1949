package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.ScalarInterpreter;
import java.util.ArrayList;
import java.util.List;

/** Takes results, steps and arguments nobody reads out of an expression and puts known numbers into it. */
final class ScalarPruning {
    private ScalarPruning() {}

    /**
     * An expression and which arguments of the original it still has.
     *
     * @param kept for each argument the index of the original's
     */
    record Pruned(Scalar scalar, List<Integer> kept) {}

    /**
     * The part of an expression that its results need.
     *
     * @param replacements for each argument what to read instead: an argument (itself, or an equal one) or a number
     * @param results indexes of the results that are read
     */
    static Pruned prune(Scalar scalar, List<Ref> replacements, List<Integer> results) {
        boolean[] needed = new boolean[scalar.steps().size()];
        results.forEach(r -> mark(scalar.results().get(r), needed));
        for (int s = needed.length - 1; s >= 0; s--) {
            if (needed[s]) {
                scalar.steps().get(s).operands().forEach(operand -> mark(operand, needed));
            }
        }
        List<Integer> kept = new ArrayList<>();
        Ref[] locals = new Ref[needed.length];
        List<Step> steps = new ArrayList<>();
        for (int s = 0; s < needed.length; s++) {
            if (needed[s]) {
                Step step = scalar.steps().get(s);
                List<Ref> operands = step.operands().stream()
                        .map(ref -> rewrite(ref, replacements, kept, locals))
                        .toList();
                if (operands.stream().allMatch(Const.class::isInstance)) {
                    double[] numbers = operands.stream()
                            .mapToDouble(ref -> ((Const) ref).value())
                            .toArray();
                    locals[s] = new Const(ScalarInterpreter.apply(step.fn(), numbers));
                } else {
                    locals[s] = new Local(steps.size());
                    steps.add(new Step(step.name(), step.fn(), operands));
                }
            }
        }
        List<Ref> newResults = results.stream()
                .map(r -> rewrite(scalar.results().get(r), replacements, kept, locals))
                .toList();
        return new Pruned(new Scalar(kept.size(), steps, newResults), List.copyOf(kept));
    }

    private static void mark(Ref ref, boolean[] needed) {
        if (ref instanceof Local local) {
            needed[local.index()] = true;
        }
    }

    private static Ref rewrite(Ref ref, List<Ref> replacements, List<Integer> kept, Ref[] locals) {
        if (ref instanceof Local local) {
            return locals[local.index()];
        }
        if (ref instanceof Arg arg && replacements.get(arg.index()) instanceof Arg original) {
            if (!kept.contains(original.index())) {
                kept.add(original.index());
            }
            return new Arg(kept.indexOf(original.index()));
        }
        return ref instanceof Arg arg ? replacements.get(arg.index()) : ref;
    }
}
