package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Ref;
import java.util.List;
import java.util.Optional;

/**
 * The table of scalar derivatives, {@code dx = g * df/dx}.
 *
 * <p>A derivative is written in terms of the function's output wherever that costs no accuracy, because outputs are
 * values that exist anyway: {@code tanh' = 1 - y * y}, {@code sigmoid' = y * (1 - y)}. Only {@code log}, {@code abs},
 * {@code gelu}, {@code erf} and {@code softplus} read their input; softplus could be {@code 1 - exp(-y)}, but that is 0
 * in single precision for every x below -17.
 *
 * <p>Where a function has a kink the derivative from the left is taken ({@code relu'(0) = 0}), and of two equal operands
 * of {@code max} or {@code min} exactly one receives the cotangent.
 */
final class PointwiseDerivatives {
    private static final double INVERSE_SQRT_2 = 0.7071067811865476;
    private static final double INVERSE_SQRT_2_PI = 0.3989422804014327;
    private static final double TWO_BY_SQRT_PI = 1.1283791670955126;

    private PointwiseDerivatives() {}

    /**
     * One application of a function whose derivative is wanted.
     *
     * @param fn the function
     * @param x its operands
     * @param y its output
     * @param g cotangent of the output
     */
    record Application(Fn fn, List<Ref> x, Ref y, Ref g) {}

    /**
     * The cotangent that operand {@code wrt} of an application receives, written into {@code code}; empty when it is 0
     * everywhere.
     */
    static Optional<Ref> cotangent(Application application, int wrt, ScalarCode code) {
        List<Ref> x = application.x();
        Ref y = application.y();
        Ref g = application.g();
        Ref one = ScalarCode.constant(1);
        return switch (application.fn()) {
            case ADD -> Optional.of(g);
            case SUB -> Optional.of(wrt == 0 ? g : code.apply(Fn.NEG, g));
            case MUL -> Optional.of(code.mul(g, x.get(1 - wrt)));
            case DIV -> Optional.of(quotient(application, wrt, code));
            case MAX -> Optional.of(code.mul(g, chosen(application, wrt, code)));
            case MIN -> Optional.of(code.mul(g, chosen(application, wrt, code)));
            case NEG -> Optional.of(code.apply(Fn.NEG, g));
            case ABS -> Optional.of(code.mul(g, code.apply(Fn.SIGN, x.get(0))));
            case SIGN, STEP -> Optional.empty();
            case EXP -> Optional.of(code.mul(g, y));
            case LOG -> Optional.of(code.apply(Fn.DIV, g, x.get(0)));
            case SQRT -> Optional.of(code.apply(Fn.DIV, code.mul(g, ScalarCode.constant(0.5)), y));
            case TANH -> Optional.of(code.mul(g, code.sub(one, code.mul(y, y))));
            case SIGMOID -> Optional.of(code.mul(g, code.mul(y, code.sub(one, y))));
            case RELU -> Optional.of(code.mul(g, code.apply(Fn.STEP, y)));
            // y = exp(x) - 1 at or below 0, so exp(x) = y + 1 there
            case ELU -> Optional.of(code.mul(g, code.add(code.apply(Fn.MIN, y, ScalarCode.constant(0)), one)));
            case GELU -> Optional.of(code.mul(g, gelu(x.get(0), code)));
            case SOFTPLUS -> Optional.of(code.mul(g, code.apply(Fn.SIGMOID, x.get(0))));
            case SOFTSIGN -> {
                Ref root = code.sub(one, code.apply(Fn.ABS, y));
                yield Optional.of(code.mul(g, code.mul(root, root)));
            }
            case HARD_SIGMOID -> {
                Ref inside = code.mul(code.apply(Fn.STEP, y), code.apply(Fn.STEP, code.sub(one, y)));
                yield Optional.of(code.mul(g, code.mul(inside, ScalarCode.constant(1.0 / 6))));
            }
            case ERF -> {
                Ref bell = code.apply(Fn.EXP, code.apply(Fn.NEG, code.mul(x.get(0), x.get(0))));
                yield Optional.of(code.mul(g, code.mul(bell, ScalarCode.constant(TWO_BY_SQRT_PI))));
            }
        };
    }

    /** {@code da = g / b}, {@code db = -(g * y) / b}. */
    private static Ref quotient(Application application, int wrt, ScalarCode code) {
        Ref divisor = application.x().get(1);
        Ref numerator = wrt == 0 ? application.g() : code.apply(Fn.NEG, code.mul(application.g(), application.y()));
        return code.apply(Fn.DIV, numerator, divisor);
    }

    /**
     * 1 where max or min chose operand {@code wrt}. The output differs from the second operand exactly where the first one
     * won; when the first is a constant the roles are exchanged, so that {@code clip} reads nothing but its output.
     */
    private static Ref chosen(Application application, int wrt, ScalarCode code) {
        int reference = application.x().get(0) instanceof Const ? 0 : 1;
        Ref other = application.x().get(reference);
        Ref apart = application.fn() == Fn.MAX ? code.sub(application.y(), other) : code.sub(other, application.y());
        Ref referenceLost = code.apply(Fn.STEP, apart);
        return wrt == reference ? code.sub(ScalarCode.constant(1), referenceLost) : referenceLost;
    }

    /** {@code Phi(x) + x * phi(x)} with the standard normal distribution and density. */
    private static Ref gelu(Ref x, ScalarCode code) {
        Ref erf = code.apply(Fn.ERF, code.mul(x, ScalarCode.constant(INVERSE_SQRT_2)));
        Ref distribution = code.add(code.mul(erf, ScalarCode.constant(0.5)), ScalarCode.constant(0.5));
        Ref exponent = code.mul(code.mul(x, x), ScalarCode.constant(-0.5));
        Ref density = code.mul(code.apply(Fn.EXP, exponent), ScalarCode.constant(INVERSE_SQRT_2_PI));
        return code.add(distribution, code.mul(x, density));
    }
}
