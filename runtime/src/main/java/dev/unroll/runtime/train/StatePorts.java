package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Matrix;

/** The states of a model that carries them from batch to batch, one for each of {@link ModelSignature#states}. */
public interface StatePorts {
    /**
     * State {@code i} before the first step, {@code [B, width]} in packed row order; to be filled by the caller.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    default Matrix state(int i) {
        throw new IndexOutOfBoundsException("no state " + i);
    }

    /**
     * State {@code i} after each example's last step of the last forward run, laid out as {@link #state}.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    default Matrix finalState(int i) {
        throw new IndexOutOfBoundsException("no state " + i);
    }

    /**
     * One number for each step, {@code [N, 1]}, packed and time-major: 1 where all states start afresh before it, else 0; to be filled
     * by the caller.
     *
     * @throws IllegalStateException if there are no states
     */
    default Matrix reset() {
        throw new IllegalStateException("this model has no state ports");
    }
}
