package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import java.util.ArrayList;
import java.util.List;

/** How the results of a scalar program depend on some of its arguments. */
enum Linearity {
    /** Not at all. */
    INVARIANT,
    /** {@code f(x + y) = f(x) + f(y)}. */
    LINEAR,
    /** Any other way. */
    OTHER;

    /** Whether all results are linear in the arguments marked {@link #LINEAR}. */
    static boolean isLinear(Scalar scalar, List<Linearity> arguments) {
        List<Linearity> locals = new ArrayList<>();
        for (Step step : scalar.steps()) {
            locals.add(of(
                    step,
                    step.operands().stream()
                            .map(ref -> of(ref, arguments, locals))
                            .toList()));
        }
        return scalar.results().stream().allMatch(ref -> of(ref, arguments, locals) == LINEAR);
    }

    private static Linearity of(Ref ref, List<Linearity> arguments, List<Linearity> locals) {
        if (ref instanceof Const) {
            return INVARIANT;
        }
        return ref instanceof Arg arg ? arguments.get(arg.index()) : locals.get(((Local) ref).index());
    }

    private static Linearity of(Step step, List<Linearity> x) {
        if (x.stream().allMatch(each -> each == INVARIANT)) {
            return INVARIANT;
        }
        boolean linear =
                switch (step.fn()) {
                    case ADD, SUB, NEG -> x.stream().allMatch(each -> each == LINEAR);
                    case MUL -> x.contains(LINEAR) && x.contains(INVARIANT);
                    case DIV -> x.get(0) == LINEAR && x.get(1) == INVARIANT;
                    case MAX, MIN, ABS, SIGN, STEP, EXP, LOG, SQRT, TANH, SIGMOID -> false;
                    case RELU, ELU, GELU, SOFTPLUS, SOFTSIGN, HARD_SIGMOID, ERF -> false;
                };
        return linear ? LINEAR : OTHER;
    }
}
