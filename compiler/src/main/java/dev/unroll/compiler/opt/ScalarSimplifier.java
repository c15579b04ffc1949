package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects scalar programs into one and simplifies on the way: equal steps become one, constants are folded, and
 *
 * <pre>
 *   x + 0, x - 0, x * 1, x / 1, -(-x)   ->   x
 *   0 - x, x * -1                       ->   -x
 *   x + -y, -y + x                      ->   x - y
 *   x - -y                              ->   x + y
 * </pre>
 *
 * {@code x * 0} stays: it is not 0 when x is not finite, and hiding that would hide a diverging model.
 */
final class ScalarSimplifier {
    private final List<Value> arguments = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<List<Object>, Ref> known = new HashMap<>();

    /**
     * A finished program.
     *
     * @param operands what its arguments are
     */
    record Kernel(Scalar scalar, List<Value> operands) {}

    /** {@code operand} as an argument, always the same one for the same value. */
    Ref argument(Value operand) {
        if (!arguments.contains(operand)) {
            arguments.add(operand);
        }
        return new Arg(arguments.indexOf(operand));
    }

    /** What {@code argument} is. */
    Value operand(Arg argument) {
        return arguments.get(argument.index());
    }

    /** Appends {@code scalar} with {@code operands} for its arguments; returns its results. */
    List<Ref> inline(Scalar scalar, List<Ref> operands) {
        List<Ref> locals = new ArrayList<>();
        for (Step step : scalar.steps()) {
            List<Ref> refs = step.operands().stream()
                    .map(ref -> resolve(ref, operands, locals))
                    .toList();
            locals.add(apply(step.name(), step.fn(), refs));
        }
        return scalar.results().stream()
                .map(ref -> resolve(ref, operands, locals))
                .toList();
    }

    private static Ref resolve(Ref ref, List<Ref> operands, List<Ref> locals) {
        if (ref instanceof Arg arg) {
            return operands.get(arg.index());
        }
        return ref instanceof Local local ? locals.get(local.index()) : ref;
    }

    private Ref apply(String name, Fn fn, List<Ref> x) {
        Optional<Ref> simple = simplified(name, fn, x);
        return simple.orElseGet(() -> known.computeIfAbsent(key(fn, x), key -> append(name, fn, x)));
    }

    private Ref append(String name, Fn fn, List<Ref> x) {
        steps.add(new Step(name, fn, x));
        return new Local(steps.size() - 1);
    }

    /** Equal for equal computations; the operands of sums and products may be exchanged. */
    private static List<Object> key(Fn fn, List<Ref> x) {
        List<Ref> operands = new ArrayList<>(x);
        if (fn == Fn.ADD || fn == Fn.MUL) {
            Collections.sort(operands, (a, b) -> a.toString().compareTo(b.toString()));
        }
        return List.of(fn, operands);
    }

    private Optional<Ref> simplified(String name, Fn fn, List<Ref> x) {
        if (x.stream().allMatch(Const.class::isInstance)) {
            List<Double> values = x.stream().map(ref -> ((Const) ref).value()).toList();
            return ScalarArithmetic.evaluate(fn, values).map(Const::new);
        }
        Ref a = x.get(0);
        Ref b = x.get(x.size() - 1);
        if (fn == Fn.ADD) {
            return sum(name, a, b);
        }
        if (fn == Fn.SUB) {
            return difference(name, a, b);
        }
        if (fn == Fn.MUL) {
            return product(name, a, b);
        }
        if (fn == Fn.DIV && is(b, 1)) {
            return Optional.of(a);
        }
        return fn == Fn.NEG ? negated(a) : Optional.empty();
    }

    private Optional<Ref> sum(String name, Ref a, Ref b) {
        if (is(a, 0) || is(b, 0)) {
            return Optional.of(is(a, 0) ? b : a);
        }
        if (negated(b).isPresent()) {
            return Optional.of(apply(name, Fn.SUB, List.of(a, negated(b).get())));
        }
        return negated(a).map(minusA -> apply(name, Fn.SUB, List.of(b, minusA)));
    }

    private Optional<Ref> difference(String name, Ref a, Ref b) {
        if (is(b, 0)) {
            return Optional.of(a);
        }
        if (is(a, 0)) {
            return Optional.of(apply(name, Fn.NEG, List.of(b)));
        }
        return negated(b).map(minusB -> apply(name, Fn.ADD, List.of(a, minusB)));
    }

    private Optional<Ref> product(String name, Ref a, Ref b) {
        if (is(a, 1) || is(b, 1)) {
            return Optional.of(is(a, 1) ? b : a);
        }
        if (is(a, -1) || is(b, -1)) {
            return Optional.of(apply(name, Fn.NEG, List.of(is(a, -1) ? b : a)));
        }
        return Optional.empty();
    }

    /** x, if {@code ref} is -x. */
    private Optional<Ref> negated(Ref ref) {
        if (ref instanceof Local local && steps.get(local.index()).fn() == Fn.NEG) {
            return Optional.of(steps.get(local.index()).operands().get(0));
        }
        return Optional.empty();
    }

    private static boolean is(Ref ref, double value) {
        return ref instanceof Const constant && constant.value() == value;
    }

    /** The program that computes {@code results}: only the steps and arguments that these need, in order. */
    Kernel kernel(List<Ref> results) {
        boolean[] needed = new boolean[steps.size()];
        results.forEach(ref -> mark(ref, needed));
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (needed[i]) {
                steps.get(i).operands().forEach(ref -> mark(ref, needed));
            }
        }
        List<Value> operands = new ArrayList<>();
        List<Step> kept = new ArrayList<>();
        Map<Ref, Ref> renumbered = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            if (needed[i]) {
                Step step = steps.get(i);
                List<Ref> refs = step.operands().stream()
                        .map(ref -> renumber(ref, renumbered, operands))
                        .toList();
                renumbered.put(new Local(i), new Local(kept.size()));
                kept.add(new Step(step.name(), step.fn(), refs));
            }
        }
        List<Ref> last =
                results.stream().map(ref -> renumber(ref, renumbered, operands)).toList();
        return new Kernel(new Scalar(operands.size(), kept, last), operands);
    }

    private static void mark(Ref ref, boolean[] needed) {
        if (ref instanceof Local local) {
            needed[local.index()] = true;
        }
    }

    private Ref renumber(Ref ref, Map<Ref, Ref> renumbered, List<Value> operands) {
        if (ref instanceof Arg arg) {
            Value operand = arguments.get(arg.index());
            if (!operands.contains(operand)) {
                operands.add(operand);
            }
            return new Arg(operands.indexOf(operand));
        }
        return renumbered.getOrDefault(ref, ref);
    }
}
