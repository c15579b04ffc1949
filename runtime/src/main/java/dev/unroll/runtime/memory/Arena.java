package dev.unroll.runtime.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One native allocation of {@code FLOAT} or {@code DOUBLE} elements, zeroed, its first element on a 64-byte boundary.
 * Matrices are views of it; {@link #array()} is the same memory as a flat ND4J array. ND4J is first touched when an array is
 * asked for, so a program that never asks runs without an ND4J backend.
 *
 * <p>An arena lives until {@link #close()}, or until neither it nor a view of it is reachable. Views must not be used after
 * {@code close()}.
 */
public final class Arena implements AutoCloseable {
    /** Cache line, and the width of the widest vector registers. */
    public static final int ALIGNMENT = 64;

    private static volatile boolean nd4jUsed;

    private final DataType type;
    private final long elements;
    private final BytePointer owner;
    private final long address;
    private final FloatBuffer floats;
    private final DoubleBuffer doubles;
    private INDArray array;

    private Arena(DataType type, long elements, BytePointer owner) {
        this.type = type;
        this.elements = elements;
        this.owner = owner;
        long start = owner.address();
        this.address = (start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        owner.position(address - start);
        owner.limit(owner.position() + elements * type.width());
        ByteBuffer bytes = owner.asByteBuffer().order(ByteOrder.nativeOrder());
        this.floats = type == DataType.FLOAT ? bytes.asFloatBuffer() : null;
        this.doubles = type == DataType.DOUBLE ? bytes.asDoubleBuffer() : null;
    }

    /**
     * Allocates and zeroes.
     *
     * @throws IllegalArgumentException if {@code type} is neither FLOAT nor DOUBLE, or the arena would exceed 2 GB, the most one
     *     direct buffer can span
     */
    public static Arena allocate(DataType type, long elements) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("an arena holds FLOAT or DOUBLE, not " + type);
        }
        if (elements < 0 || elements > (Integer.MAX_VALUE - 2 * ALIGNMENT) / type.width()) {
            throw new IllegalArgumentException("an arena of " + elements + " " + type
                    + " elements exceeds 2 GB; use a smaller batch or shorter sequences");
        }
        long bytes = elements * type.width() + 2 * ALIGNMENT;
        BytePointer owner = new BytePointer(bytes);
        Pointer.memset(owner, 0, bytes);
        return new Arena(type, elements, owner);
    }

    /** FLOAT or DOUBLE. */
    public DataType type() {
        return type;
    }

    /** Number of elements. */
    public long elements() {
        return elements;
    }

    /** Size in bytes, without what alignment costs. */
    public long bytes() {
        return elements * type.width();
    }

    /** Native address of the first element, a multiple of {@link #ALIGNMENT}. */
    public long address() {
        return address;
    }

    /** The memory as floats; null for DOUBLE. Use absolute accesses only: position and limit are shared by all views. */
    public FloatBuffer floats() {
        return floats;
    }

    /** The memory as doubles; null for FLOAT. Use absolute accesses only. */
    public DoubleBuffer doubles() {
        return doubles;
    }

    /** The same memory as a flat ND4J array, made on first use. */
    public synchronized INDArray array() {
        if (array == null) {
            array = Nd4j.create(buffer(), Math.max(1, elements));
            nd4jUsed = true;
        }
        return array;
    }

    /** Whether an array was asked for since the process began, so that ND4J has started, and with it set BLAS's threads. */
    public static boolean nd4jUsed() {
        return nd4jUsed;
    }

    /** A live {@code [rows, cols]} array over part of the memory. */
    INDArray array(long offset, int rows, int cols, int stride) {
        return Nd4j.create(array().data(), new long[] {rows, cols}, new long[] {stride, 1}, offset, 'c');
    }

    private DataBuffer buffer() {
        // Pointers at the aligned start: ND4J does not look at the position of one that was moved there.
        long size = Math.max(1, elements);
        Pointer start = type == DataType.FLOAT ? new Floats(owner, address, size) : new Doubles(owner, address, size);
        return Nd4j.createBuffer(start, size, type);
    }

    private static final class Floats extends FloatPointer {
        @SuppressWarnings("UnusedVariable") // keeps the memory while an array lives
        private final Pointer owner;

        Floats(Pointer owner, long address, long size) {
            super((Pointer) null);
            this.owner = owner;
            this.address = address;
            this.capacity = size;
            this.limit = size;
        }
    }

    private static final class Doubles extends DoublePointer {
        @SuppressWarnings("UnusedVariable") // keeps the memory while an array lives
        private final Pointer owner;

        Doubles(Pointer owner, long address, long size) {
            super((Pointer) null);
            this.owner = owner;
            this.address = address;
            this.capacity = size;
            this.limit = size;
        }
    }

    /** Frees the memory at once. All views become invalid; using one afterwards may end the process. */
    @Override
    public void close() {
        owner.deallocate();
    }
}
