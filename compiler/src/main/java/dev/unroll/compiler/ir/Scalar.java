package dev.unroll.compiler.ir;

import java.util.List;
import java.util.function.Function;

/**
 * What a pointwise instruction does to one element: a tiny SSA program over scalars. A primitive has one step; a fused
 * kernel has many, and several results.
 *
 * @param arguments number of arguments, one per operand of the instruction
 * @param steps in order; a step refers only to arguments, constants and earlier steps
 * @param results one per result of the instruction; an argument or constant may be a result too
 */
public record Scalar(int arguments, List<Step> steps, List<Ref> results) {
    public Scalar {
        steps = List.copyOf(steps);
        results = List.copyOf(results);
        for (int i = 0; i < steps.size(); i++) {
            for (Ref operand : steps.get(i).operands()) {
                requireVisible(operand, arguments, i);
            }
        }
        for (Ref result : results) {
            requireVisible(result, arguments, steps.size());
        }
    }

    private static void requireVisible(Ref ref, int arguments, int stepsSoFar) {
        boolean visible = ref.match(
                arg -> arg.index() >= 0 && arg.index() < arguments,
                local -> local.index() >= 0 && local.index() < stepsSoFar,
                constant -> true);
        if (!visible) {
            throw new IllegalArgumentException(ref + " is not defined; there are " + arguments + " arguments and "
                    + stepsSoFar + " earlier steps");
        }
    }

    /** One scalar function application; {@code name} is a hint for generated code, such as {@code i} or {@code tanhC}. */
    public record Step(String name, Fn fn, List<Ref> operands) {
        public Step {
            operands = List.copyOf(operands);
            Names.require(name);
            if (operands.size() != fn.arity()) {
                throw new IllegalArgumentException(fn + " takes " + fn.arity() + " operands, got " + operands.size());
            }
        }
    }

    /** An operand of a step. */
    public sealed interface Ref permits Arg, Local, Const {
        /** The result of the function for this kind of operand. */
        <R> R match(Function<Arg, R> arg, Function<Local, R> local, Function<Const, R> constant);
    }

    /** The {@code index}-th operand of the instruction. */
    public record Arg(int index) implements Ref {
        @Override
        public <R> R match(Function<Arg, R> arg, Function<Local, R> local, Function<Const, R> constant) {
            return arg.apply(this);
        }
    }

    /** The value of the {@code index}-th step. */
    public record Local(int index) implements Ref {
        @Override
        public <R> R match(Function<Arg, R> arg, Function<Local, R> local, Function<Const, R> constant) {
            return local.apply(this);
        }
    }

    /** A literal. */
    public record Const(double value) implements Ref {
        @Override
        public <R> R match(Function<Arg, R> arg, Function<Local, R> local, Function<Const, R> constant) {
            return constant.apply(this);
        }
    }

    /** One function of the instruction's operands, in order. */
    public static Scalar of(String name, Fn fn, Ref... operands) {
        int arguments = 0;
        for (Ref operand : operands) {
            if (operand instanceof Arg arg) {
                arguments = Math.max(arguments, arg.index() + 1);
            }
        }
        return new Scalar(arguments, List.of(new Step(name, fn, List.of(operands))), List.of(new Local(0)));
    }
}
