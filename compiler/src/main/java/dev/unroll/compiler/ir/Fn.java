package dev.unroll.compiler.ir;

/** Scalar functions of pointwise instructions. */
public enum Fn {
    ADD(2),
    SUB(2),
    MUL(2),
    DIV(2),
    /** Larger of two. */
    MAX(2),
    /** Smaller of two. */
    MIN(2),
    NEG(1),
    ABS(1),
    /** -1, 0 or 1. */
    SIGN(1),
    /** 1 where the argument is greater than 0, else 0. */
    STEP(1),
    EXP(1),
    LOG(1),
    SQRT(1),
    TANH(1),
    SIGMOID(1),
    RELU(1),
    ELU(1),
    /** The exact form, x * Phi(x). */
    GELU(1),
    SOFTPLUS(1),
    SOFTSIGN(1),
    /** clip(x / 6 + 1/2, 0, 1), the definition of Keras 3 and PyTorch. */
    HARD_SIGMOID(1),
    /** Gauss error function; appears in the derivative of GELU. */
    ERF(1);

    private final int arity;

    Fn(int arity) {
        this.arity = arity;
    }

    public int arity() {
        return arity;
    }
}
