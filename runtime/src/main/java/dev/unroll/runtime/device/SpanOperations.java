package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;

/**
 * What attention is made of: a reader (a step of one axis, or an example) looks at the positions that its example has on another axis.
 * Positions of other examples take no part in anything.
 */
public interface SpanOperations {
    /** y = x, each example's rows side by side. Over the whole batch. */
    void lay(Sequence x, Spans y);

    /** y = x, packed by steps again. Over the whole batch. */
    void unlay(Spans x, Sequence y);

    /** Every span of a reader = the reader's row, with rows [readers, F]. */
    void spread(Matrix rows, SpanRows y);

    /** rows[r] = the sum of the spans of reader r, in the order of positions, with rows [readers, F]. */
    void sumSpans(SpanRows x, Matrix rows);

    /** y = softmax of x over each reader's spans, every column for itself; y may be x. */
    void softmaxSpans(SpanRows x, SpanRows y);

    /** y = the position of each span in its example, from 0, with y [spans, 1]. */
    void positions(SpanRows y);

    /** y = each example's spans of x one step earlier; at step 0 those of initial. */
    void shiftSpans(Pairs x, Spans initial, Pairs y);

    /** y = each example's spans of x one step later; at its last step those of initial. */
    void shiftSpansReverse(Pairs x, Spans initial, Pairs y);

    /** y = x, a batch value, in the order of y's axis. */
    void arrange(Rows x, Rows y);

    /** y = x, rows in the order of x's axis, in the order of the batch. */
    void restore(Rows x, Rows y);
}
