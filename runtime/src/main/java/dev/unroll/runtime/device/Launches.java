package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/**
 * Launching kernels on up to {@value Kernel#MAX_OPERANDS} operands. One overload for each number of operands, because a variable
 * argument list would allocate an array for each launch; the operands travel in an array that belongs to the calling thread.
 */
public interface Launches {
    /** An array of at least {@link Kernel#MAX_OPERANDS} elements that belongs to the calling thread. */
    Matrix[] operands();

    /**
     * Runs a kernel.
     *
     * @param operands the kernel's operands, in order; further elements are not looked at
     * @throws IllegalArgumentException if an operand does not fit its ports
     */
    void launch(Kernel kernel, Matrix[] operands);

    /** Runs a kernel of 1 operand. */
    default void launch(Kernel kernel, Matrix o0) {
        Matrix[] o = operands();
        o[0] = o0;
        launch(kernel, o);
    }

    /** Runs a kernel of 2 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        launch(kernel, o);
    }

    /** Runs a kernel of 3 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1, Matrix o2) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        launch(kernel, o);
    }

    /** Runs a kernel of 4 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1, Matrix o2, Matrix o3) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        launch(kernel, o);
    }

    /** Runs a kernel of 5 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1, Matrix o2, Matrix o3, Matrix o4) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        launch(kernel, o);
    }

    /** Runs a kernel of 6 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1, Matrix o2, Matrix o3, Matrix o4, Matrix o5) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        launch(kernel, o);
    }

    /** Runs a kernel of 7 operands. */
    default void launch(Kernel kernel, Matrix o0, Matrix o1, Matrix o2, Matrix o3, Matrix o4, Matrix o5, Matrix o6) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        launch(kernel, o);
    }

    /** Runs a kernel of 8 operands. */
    default void launch(
            Kernel kernel, Matrix o0, Matrix o1, Matrix o2, Matrix o3, Matrix o4, Matrix o5, Matrix o6, Matrix o7) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        launch(kernel, o);
    }

    /** Runs a kernel of 9 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        launch(kernel, o);
    }

    /** Runs a kernel of 10 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        launch(kernel, o);
    }

    /** Runs a kernel of 11 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        launch(kernel, o);
    }

    /** Runs a kernel of 12 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        launch(kernel, o);
    }

    /** Runs a kernel of 13 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        launch(kernel, o);
    }

    /** Runs a kernel of 14 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        launch(kernel, o);
    }

    /** Runs a kernel of 15 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        launch(kernel, o);
    }

    /** Runs a kernel of 16 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14,
            Matrix o15) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        o[15] = o15;
        launch(kernel, o);
    }

    /** Runs a kernel of 17 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14,
            Matrix o15,
            Matrix o16) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        o[15] = o15;
        o[16] = o16;
        launch(kernel, o);
    }

    /** Runs a kernel of 18 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14,
            Matrix o15,
            Matrix o16,
            Matrix o17) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        o[15] = o15;
        o[16] = o16;
        o[17] = o17;
        launch(kernel, o);
    }

    /** Runs a kernel of 19 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14,
            Matrix o15,
            Matrix o16,
            Matrix o17,
            Matrix o18) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        o[15] = o15;
        o[16] = o16;
        o[17] = o17;
        o[18] = o18;
        launch(kernel, o);
    }

    /** Runs a kernel of 20 operands. */
    default void launch(
            Kernel kernel,
            Matrix o0,
            Matrix o1,
            Matrix o2,
            Matrix o3,
            Matrix o4,
            Matrix o5,
            Matrix o6,
            Matrix o7,
            Matrix o8,
            Matrix o9,
            Matrix o10,
            Matrix o11,
            Matrix o12,
            Matrix o13,
            Matrix o14,
            Matrix o15,
            Matrix o16,
            Matrix o17,
            Matrix o18,
            Matrix o19) {
        Matrix[] o = operands();
        o[0] = o0;
        o[1] = o1;
        o[2] = o2;
        o[3] = o3;
        o[4] = o4;
        o[5] = o5;
        o[6] = o6;
        o[7] = o7;
        o[8] = o8;
        o[9] = o9;
        o[10] = o10;
        o[11] = o11;
        o[12] = o12;
        o[13] = o13;
        o[14] = o14;
        o[15] = o15;
        o[16] = o16;
        o[17] = o17;
        o[18] = o18;
        o[19] = o19;
        launch(kernel, o);
    }
}
