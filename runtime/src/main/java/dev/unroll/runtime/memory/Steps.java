package dev.unroll.runtime.memory;

import java.util.Arrays;

/** The matrices of a value's steps, made when a length is first seen and moved from then on. */
final class Steps {
    private final Arena arena;
    private final int width;
    private final int stride;
    private Matrix[] matrices = new Matrix[0];
    private int steps;

    Steps(Arena arena, int width, int stride) {
        this.arena = arena;
        this.width = width;
        this.stride = stride;
    }

    void reserve(int steps) {
        int made = matrices.length;
        if (made < steps) {
            matrices = Arrays.copyOf(matrices, steps);
            for (int t = made; t < steps; t++) {
                matrices[t] = new Matrix(arena, 0, 0, width, stride);
            }
        }
        this.steps = steps;
    }

    void bind(int t, long offset, int rows) {
        matrices[t].bind(offset, rows);
    }

    Matrix get(int t) {
        if (t < 0 || t >= steps) {
            throw new IndexOutOfBoundsException("step " + t + " of " + steps);
        }
        return matrices[t];
    }
}
