package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Fn;
import java.util.List;
import java.util.Optional;

/** Scalar functions of known numbers, where the result is the same on every device. */
final class ScalarArithmetic {
    private ScalarArithmetic() {}

    /** {@code fn(x...)}; empty for functions that devices approximate each in its own way. */
    static Optional<Double> evaluate(Fn fn, List<Double> x) {
        double a = x.get(0);
        double b = x.get(x.size() - 1);
        return switch (fn) {
            case ADD -> Optional.of(a + b);
            case SUB -> Optional.of(a - b);
            case MUL -> Optional.of(a * b);
            case DIV -> Optional.of(a / b);
            case MAX -> Optional.of(Math.max(a, b));
            case MIN -> Optional.of(Math.min(a, b));
            case NEG -> Optional.of(-a);
            case ABS -> Optional.of(Math.abs(a));
            case SIGN -> Optional.of(Math.signum(a));
            case STEP -> Optional.of(a > 0 ? 1.0 : 0.0);
            case SQRT -> Optional.of(Math.sqrt(a));
            case RELU -> Optional.of(Math.max(a, 0));
            case EXP, LOG, TANH, SIGMOID, ELU, GELU, SOFTPLUS, SOFTSIGN, HARD_SIGMOID, ERF -> Optional.empty();
        };
    }
}
