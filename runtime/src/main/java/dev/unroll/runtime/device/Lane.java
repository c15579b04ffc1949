package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;

/**
 * What a scan does on one lane: all steps, for a fixed part of the batch rows.
 *
 * @param <F> the generated frame class
 */
@FunctionalInterface
public interface Lane<F extends Frame> {
    void run(F frame);
}
