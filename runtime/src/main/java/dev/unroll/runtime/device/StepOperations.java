package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;

/** What looks along an example's own steps, over a whole batch. Steps that an example does not have take no part in anything. */
public interface StepOperations {
    /** y = the sum of each example's rows of x over its steps, in their order. */
    void sumSteps(Sequence x, Rows y);

    /** y = softmax of x over each example's steps, every column for itself; y may be x. */
    void softmaxSteps(Sequence x, Sequence y);

    /** y[r] = number of steps of each of the frame's examples, with y [B, 1]. */
    void lengths(Frame frame, Rows y);

    /** y = each example's rows of x in opposite order. y is not x. */
    void reverse(Sequence x, Sequence y);
}
