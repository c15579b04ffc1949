package dev.unroll.runtime.memory;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@code [rows, cols]} row-major view of an arena: element {@code (r, c)} lies at {@code offset + r * stride + c}. Views are
 * live, and the views of a frame move when the frame is packed anew.
 */
public final class Matrix {
    private final Arena arena;
    private final int cols;
    private final int stride;
    private long offset;
    private int rows;
    private INDArray array;

    Matrix(Arena arena, long offset, int rows, int cols, int stride) {
        if (rows < 0 || cols <= 0 || stride < cols) {
            throw new IllegalArgumentException("matrix [" + rows + ", " + cols + "] with stride " + stride);
        }
        this.arena = arena;
        this.cols = cols;
        this.stride = stride;
        bind(offset, rows);
    }

    /** Part of an arena as a dense matrix; for memory that is not a frame's, such as weights. */
    public static Matrix of(Arena arena, long offset, int rows, int cols) {
        return new Matrix(arena, offset, rows, cols, cols);
    }

    /** A dense matrix in an arena of its own, zeroed. */
    public static Matrix allocate(DataType type, int rows, int cols) {
        return of(Arena.allocate(type, (long) rows * cols), 0, rows, cols);
    }

    /** Moves the view; nothing is allocated. */
    void bind(long offset, int rows) {
        if (this.offset == offset && this.rows == rows) {
            return;
        }
        if (offset < 0 || rows < 0 || (rows > 0 && offset + (rows - 1L) * stride + cols > arena.elements())) {
            throw new IndexOutOfBoundsException("matrix [" + rows + ", " + cols + "] at " + offset + " of an arena of "
                    + arena.elements() + " elements");
        }
        this.offset = offset;
        this.rows = rows;
        this.array = null;
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive), as a fixed view that does not follow when this one moves. */
    public Matrix columns(int from, int to) {
        if (from < 0 || to <= from || to > cols) {
            throw new IndexOutOfBoundsException("columns " + from + " to " + to + " of " + cols);
        }
        return new Matrix(arena, offset + from, rows, to - from, stride);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a fixed view that does not follow when this one moves. */
    public Matrix rows(int from, int to) {
        if (from < 0 || to < from || to > rows) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows);
        }
        return new Matrix(arena, offset + (long) from * stride, to - from, cols, stride);
    }

    public int rows() {
        return rows;
    }

    public int cols() {
        return cols;
    }

    /** Elements from one row to the next. */
    public int stride() {
        return stride;
    }

    /** Element of the arena at which the matrix begins. */
    public long offset() {
        return offset;
    }

    /** Whether rows follow each other without a gap. */
    public boolean isDense() {
        return stride == cols || rows == 1;
    }

    /** Number of elements. */
    public long size() {
        return (long) rows * cols;
    }

    /** The memory this is a view of. */
    public Arena arena() {
        return arena;
    }

    /** A live ND4J view, {@code [rows, cols]}, made on first use after each re-binding. */
    public INDArray array() {
        if (array == null) {
            array = arena.array(offset, rows, cols, stride);
        }
        return array;
    }

    public float get(int r, int c) {
        int index = index(r, c);
        return arena.floats() != null
                ? arena.floats().get(index)
                : (float) arena.doubles().get(index);
    }

    public void set(int r, int c, float value) {
        setDouble(r, c, value);
    }

    /** An element in the arena's own precision. */
    public double getDouble(int r, int c) {
        int index = index(r, c);
        return arena.floats() != null
                ? arena.floats().get(index)
                : arena.doubles().get(index);
    }

    /** Sets an element, rounding once to the arena's precision. */
    public void setDouble(int r, int c, double value) {
        int index = index(r, c);
        if (arena.floats() != null) {
            arena.floats().put(index, (float) value);
        } else {
            arena.doubles().put(index, value);
        }
    }

    /** Copies all elements, row by row, into {@code destination}, which has at least {@link #size()} elements. */
    public void get(float[] destination) {
        requireSize(destination.length);
        FloatBuffer floats = arena.floats();
        for (int r = 0; r < rows; r++) {
            if (floats != null) {
                floats.get(start(r), destination, r * cols, cols);
            } else {
                for (int c = 0; c < cols; c++) {
                    destination[r * cols + c] = (float) arena.doubles().get(start(r) + c);
                }
            }
        }
    }

    /** Sets all elements, row by row. */
    public void set(float[] source) {
        requireSize(source.length);
        FloatBuffer floats = arena.floats();
        for (int r = 0; r < rows; r++) {
            if (floats != null) {
                floats.put(start(r), source, r * cols, cols);
            } else {
                for (int c = 0; c < cols; c++) {
                    arena.doubles().put(start(r) + c, source[r * cols + c]);
                }
            }
        }
    }

    /** Copies all elements, row by row. */
    public void get(double[] destination) {
        requireSize(destination.length);
        DoubleBuffer doubles = arena.doubles();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                int at = start(r) + c;
                destination[r * cols + c] =
                        doubles != null ? doubles.get(at) : arena.floats().get(at);
            }
        }
    }

    /** Sets all elements, row by row, rounding once to the arena's precision. */
    public void set(double[] source) {
        requireSize(source.length);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                setDouble(r, c, source[r * cols + c]);
            }
        }
    }

    private int start(int r) {
        return (int) (offset + (long) r * stride);
    }

    private int index(int r, int c) {
        if (r < 0 || r >= rows || c < 0 || c >= cols) {
            throw new IndexOutOfBoundsException("element (" + r + ", " + c + ") of " + this);
        }
        return start(r) + c;
    }

    private void requireSize(int length) {
        if (length < size()) {
            throw new IllegalArgumentException("an array of " + length + " elements for " + this);
        }
    }

    @Override
    public String toString() {
        return "[" + rows + ", " + cols + "]";
    }
}
