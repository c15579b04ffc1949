package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Where generated programs run. Every operation checks its operands' shapes and throws {@link IllegalArgumentException} before
 * anything is written; results are the same bits for any number of threads.
 *
 * <p>Operations are called from one thread, or from the lanes of {@link #eachLane}, each on its own frame. Operands of one call
 * must not overlap unless they are the same matrix, and a product's result is never one of its factors.
 */
public interface Device
        extends Launches, FlatOperations, TokenOperations, StepOperations, SpanOperations, AutoCloseable {
    /** Shown to users, with what matters for speed. */
    String name();

    /** Element type of all matrices on this device. */
    DataType dataType();

    /** c = a · b, with a [m, k], b [k, n], c [m, n]. */
    void gemm(Matrix a, Matrix b, Matrix c);

    /** c += a · b. */
    void gemmAdd(Matrix a, Matrix b, Matrix c);

    /** c = a · bᵀ, with a [m, k], b [n, k], c [m, n]. */
    void gemmNT(Matrix a, Matrix b, Matrix c);

    /** c += a · bᵀ. */
    void gemmAddNT(Matrix a, Matrix b, Matrix c);

    /** c = aᵀ · b, with a [k, m], b [k, n], c [m, n]: a sum over rows. */
    void gemmTN(Matrix a, Matrix b, Matrix c);

    /** c += aᵀ · b. */
    void gemmAddTN(Matrix a, Matrix b, Matrix c);

    /** c = Σ_t before(t)ᵀ · b.at(t) over a state; one product when all lengths are equal. */
    void gemmBeforeTN(Sequence state, Sequence b, Matrix c);

    /** c += Σ_t before(t)ᵀ · b.at(t). */
    void gemmAddBeforeTN(Sequence state, Sequence b, Matrix c);

    /**
     * c = Σ_t after(t)ᵀ · b.at(t), where after(t) is an example's row of {@code x} at step t + 1, or its row of {@code initial} at
     * its own last step: what a reversed scan's body sees as the carried state.
     */
    void gemmAfterTN(Sequence x, Rows initial, Sequence b, Matrix c);

    /** c += Σ_t after(t)ᵀ · b.at(t). */
    void gemmAddAfterTN(Sequence x, Rows initial, Sequence b, Matrix c);

    /** Every element of c = value. */
    void fill(Matrix c, double value);

    /** to = from. */
    void copy(Matrix from, Matrix to);

    /** to += from. */
    void add(Matrix from, Matrix to);

    /** Every row of c = vector, [1, F]. */
    void fillRows(Matrix vector, Matrix c);

    /** c[r, f] = column[r, 0]. */
    void broadcastFeatures(Matrix column, Matrix c);

    /** vector[0, f] = Σ_r a[r, f]. */
    void sumRows(Matrix a, Matrix vector);

    /** vector[0, f] += Σ_r a[r, f]. */
    void sumRowsAdd(Matrix a, Matrix vector);

    /** column[r, 0] = Σ_f a[r, f]. */
    void sumFeatures(Matrix a, Matrix column);

    /** column[r, 0] += Σ_f a[r, f]. */
    void sumFeaturesAdd(Matrix a, Matrix column);

    /** y = each example's row of x at its last step. */
    void last(Sequence x, Rows y);

    /** x = each example's row of y at its last step, 0 at all others. */
    void atLast(Rows y, Sequence x);

    /** x = each example's row of y, at every step. */
    void expand(Rows y, Sequence x);

    /** y = each example's row of x one step earlier; at step 0 its row of initial. */
    void shift(Sequence x, Rows initial, Sequence y);

    /** y = each example's row of x one step later; at its last step its row of initial. */
    void shiftReverse(Sequence x, Rows initial, Sequence y);

    /**
     * Each element of a dense c = {@code value} with probability 1 - rate, else 0: a pure function of the frame's random key, the
     * stream, and the element's index {@code row * cols + col}.
     */
    void mask(Frame frame, Matrix c, double rate, double value, int stream);

    /** Runs the body on every lane, possibly at once. The body writes nothing that another lane reads. */
    <F extends Frame> void eachLane(Frames<F> frames, Lane<F> body);

    /** Runs the body on one lane after the other; for scans that add to values without rows, such as totals. */
    <F extends Frame> void eachLaneInOrder(Frames<F> frames, Lane<F> body);

    /** Ends the device's threads. Memory is not the device's to free. */
    @Override
    void close();
}
