package dev.unroll.runtime.device;

/**
 * Element by element operations on up to four matrices of equal sizes: which of them are read and which written. Operands are in
 * the order of {@link ElementJob#set}; the loops are in {@link ElementLoops}.
 */
enum ElementOp {
    /** x = p. */
    FILL(0b0, 0b1),
    /** y += x. */
    ADD(0b11, 0b10),
    /** y += p x. */
    ADD_SCALED(0b11, 0b10),
    /** x *= p. */
    SCALE(0b1, 0b1),
    /** x into [-p, p]. */
    CLIP(0b1, 0b1),
    /** w, g: plain gradient descent. */
    DESCEND(0b11, 0b01),
    /** w, g, v: with momentum. */
    MOMENTUM(0b111, 0b101),
    /** w, g, v: with Nesterov's momentum. */
    NESTEROV(0b111, 0b101),
    /** w, g, m, v. */
    ADAM(0b1111, 0b1101),
    /** w, g, v. */
    RMSPROP(0b111, 0b101),
    /** w, g, v. */
    ADAGRAD(0b111, 0b101);

    private final int reads;
    private final int writes;

    ElementOp(int reads, int writes) {
        this.reads = reads;
        this.writes = writes;
    }

    boolean reads(int operand) {
        return (reads >> operand & 1) != 0;
    }

    boolean writes(int operand) {
        return (writes >> operand & 1) != 0;
    }

    /** Number of matrices. */
    int operands() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(reads | writes);
    }
}
