package dev.unroll.runtime.memory;

import java.util.Arrays;

/** The spans of an axis' steps, made when a length is first seen and moved from then on. */
final class SpanSteps {
    private final Arena arena;
    private final int width;
    private final int stride;
    private final SpanLayout layout;
    private SpanRows[] at = new SpanRows[0];
    private int steps;

    SpanSteps(Arena arena, int width, int stride, SpanLayout layout) {
        this.arena = arena;
        this.width = width;
        this.stride = stride;
        this.layout = layout;
    }

    void reserve(int steps) {
        int made = at.length;
        if (made < steps) {
            at = Arrays.copyOf(at, steps);
            for (int t = made; t < steps; t++) {
                at[t] = new SpanRows(arena, width, stride, layout);
            }
        }
        this.steps = steps;
    }

    /** Moves step {@code t} to readers {@code first} to {@code first + count}. */
    void bind(int t, long offset, int first, int count) {
        at[t].bind(offset, first, count);
    }

    int steps() {
        return steps;
    }

    SpanRows get(int t) {
        if (t < 0 || t >= steps) {
            throw new IndexOutOfBoundsException("step " + t + " of " + steps);
        }
        return at[t];
    }
}
