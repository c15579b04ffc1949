package dev.unroll.compiler.ir;

import java.util.List;

/** What scalar functions and programs mean, in {@code double}. */
public final class ScalarInterpreter {
    private ScalarInterpreter() {}

    /** The results of {@code scalar} for one element's arguments. */
    public static double[] apply(Scalar scalar, double... arguments) {
        double[] locals = new double[scalar.steps().size()];
        for (int i = 0; i < locals.length; i++) {
            Scalar.Step step = scalar.steps().get(i);
            locals[i] = apply(step.fn(), valuesOf(step.operands(), arguments, locals));
        }
        return valuesOf(scalar.results(), arguments, locals);
    }

    /** {@code fn} of as many numbers as its arity. */
    public static double apply(Fn fn, double... x) {
        return switch (fn) {
            case ADD -> x[0] + x[1];
            case SUB -> x[0] - x[1];
            case MUL -> x[0] * x[1];
            case DIV -> x[0] / x[1];
            case MAX -> Math.max(x[0], x[1]);
            case MIN -> Math.min(x[0], x[1]);
            case NEG -> -x[0];
            case ABS -> Math.abs(x[0]);
            case SIGN -> Math.signum(x[0]);
            case STEP -> x[0] > 0 ? 1 : 0;
            case EXP -> Math.exp(x[0]);
            case LOG -> Math.log(x[0]);
            case SQRT -> Math.sqrt(x[0]);
            case TANH -> Math.tanh(x[0]);
            case SIGMOID -> 1 / (1 + Math.exp(-x[0]));
            case RELU -> Math.max(x[0], 0);
            case ELU -> x[0] > 0 ? x[0] : Math.expm1(x[0]);
            case GELU -> x[0] * 0.5 * (1 + erf(x[0] * Math.sqrt(0.5)));
            case SOFTPLUS -> Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
            case SOFTSIGN -> x[0] / (1 + Math.abs(x[0]));
            case HARD_SIGMOID -> Math.min(Math.max(x[0] / 6 + 0.5, 0), 1);
            case ERF -> erf(x[0]);
        };
    }

    private static double[] valuesOf(List<Scalar.Ref> refs, double[] arguments, double[] locals) {
        return refs.stream()
                .mapToDouble(ref -> ref.<Double>match(
                        arg -> arguments[arg.index()], local -> locals[local.index()], Scalar.Const::value))
                .toArray();
    }

    /**
     * erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · ... · (2n + 1)), Abramowitz and Stegun 7.1.6; all terms have one
     * sign, so that nothing cancels. Beyond 6 the result rounds to ±1.
     */
    private static double erf(double x) {
        if (Math.abs(x) >= 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
