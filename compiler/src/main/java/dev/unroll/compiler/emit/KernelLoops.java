package dev.unroll.compiler.emit;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits an expression into loops that the JVM vectorises: operations + 6 x distinct arrays stay within 48, at most one tanh or
 * sigmoid a loop, functions that are not vectorised in loops of their own (docs/kernels.md).
 */
final class KernelLoops {
    private static final int LIMIT = 48;
    private static final int PER_ARRAY = 6;

    private final Scalar scalar;
    private final List<Set<Integer>> users = new ArrayList<>();
    private final BitSet done = new BitSet();

    private KernelLoops(Scalar scalar) {
        this.scalar = scalar;
        for (int s = 0; s < scalar.steps().size(); s++) {
            users.add(new HashSet<>());
        }
        for (int s = 0; s < scalar.steps().size(); s++) {
            for (Ref operand : scalar.steps().get(s).operands()) {
                if (operand instanceof Local local) {
                    users.get(local.index()).add(s);
                }
            }
        }
    }

    /** Steps of each loop, in an order in which every step follows what it reads. */
    static List<List<Integer>> split(Scalar scalar) {
        return new KernelLoops(scalar).loops();
    }

    private List<List<Integer>> loops() {
        List<List<Integer>> loops = new ArrayList<>();
        while (done.cardinality() < scalar.steps().size()) {
            List<Integer> loop = new ArrayList<>();
            for (int next = next(loop); next >= 0; next = next(loop)) {
                loop.add(next);
                done.set(next);
            }
            loops.add(loop);
        }
        return loops;
    }

    /** The next step for a loop: rather one that reads what the loop computed; -1 when none fits. */
    private int next(List<Integer> loop) {
        int first = -1;
        for (int s = done.nextClearBit(0); s < scalar.steps().size(); s = done.nextClearBit(s + 1)) {
            if (ready(s) && fits(loop, s)) {
                if (loop.isEmpty() || readsFrom(s, loop)) {
                    return s;
                }
                first = first < 0 && sharesArray(s, loop) ? s : first;
            }
        }
        return first;
    }

    private boolean ready(int s) {
        return scalar.steps().get(s).operands().stream()
                .allMatch(ref -> !(ref instanceof Local l) || done.get(l.index()));
    }

    private boolean readsFrom(int s, List<Integer> loop) {
        return scalar.steps().get(s).operands().stream()
                .anyMatch(ref -> ref instanceof Local l && loop.contains(l.index()));
    }

    private boolean sharesArray(int s, List<Integer> loop) {
        Set<Ref> read = new HashSet<>();
        loop.forEach(other -> read.addAll(scalar.steps().get(other).operands()));
        return scalar.steps().get(s).operands().stream()
                .anyMatch(ref -> !(ref instanceof Scalar.Const) && read.contains(ref));
    }

    private boolean fits(List<Integer> loop, int s) {
        if (loop.isEmpty()) {
            return true;
        }
        List<Integer> with = new ArrayList<>(loop);
        with.add(s);
        boolean alone = with.stream()
                .anyMatch(step -> isScalarFunction(scalar.steps().get(step).fn()));
        long curves = with.stream()
                .filter(step -> operations(scalar.steps().get(step).fn()) >= 20)
                .count();
        return !alone && curves <= 1 && cost(with) <= LIMIT;
    }

    private int cost(List<Integer> loop) {
        Set<Ref> arrays = new HashSet<>();
        int operations = 0;
        for (int s : loop) {
            operations += operations(scalar.steps().get(s).fn());
            for (Ref operand : scalar.steps().get(s).operands()) {
                boolean array =
                        operand instanceof Arg || (operand instanceof Local local && !loop.contains(local.index()));
                if (array) {
                    arrays.add(operand);
                }
            }
            boolean written = scalar.results().contains(new Local(s)) || !loop.containsAll(users.get(s));
            if (written) {
                arrays.add(new Local(s));
            }
        }
        return operations + PER_ARRAY * arrays.size();
    }

    /** Functions that the JVM computes one element at a time. */
    private static boolean isScalarFunction(Fn fn) {
        return switch (fn) {
            case EXP, LOG, ELU, SOFTPLUS -> true;
            case ADD,
                    SUB,
                    MUL,
                    DIV,
                    MAX,
                    MIN,
                    NEG,
                    ABS,
                    SIGN,
                    STEP,
                    SQRT,
                    TANH,
                    SIGMOID,
                    RELU,
                    GELU,
                    SOFTSIGN,
                    HARD_SIGMOID,
                    ERF -> false;
        };
    }

    private static int operations(Fn fn) {
        return switch (fn) {
            case ADD, SUB, MUL, DIV, MAX, MIN, NEG, ABS, SQRT, RELU, EXP, LOG, ELU, SOFTPLUS -> 1;
            case SIGN, STEP, HARD_SIGMOID -> 4;
            case SOFTSIGN -> 3;
            case TANH -> 20;
            case SIGMOID -> 23;
            case ERF -> 25;
            case GELU -> 29;
        };
    }
}
