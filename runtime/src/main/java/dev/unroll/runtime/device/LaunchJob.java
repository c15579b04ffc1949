package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A kernel over rows: ports are gathered into dense arrays block by block, the body runs, OUT ports are scattered. */
final class LaunchJob extends Job {
    /** Elements of all ports of a block together: half a megabyte, which stays in a second-level cache. */
    private static final int BLOCK_ELEMENTS = Integer.getInteger("unroll.block", 32 * 1024);

    /** Elements of a part when a launch is split. */
    private static final int PART_ELEMENTS = 64 * 1024;

    private static final int MOST_PARTS = 64;

    private final Matrix[] operands = new Matrix[Kernel.MAX_OPERANDS];
    private Kernel kernel;
    private int rows;
    private int parts;

    /** Takes a launch whose shapes have been checked; returns the number of parts. */
    int set(Kernel kernel, Matrix[] operands, int rows) {
        this.kernel = kernel;
        this.rows = rows;
        System.arraycopy(operands, 0, this.operands, 0, kernel.operands());
        long elements = (long) rows * kernel.width() * kernel.arrays();
        parts = (int) Math.max(1, Math.min(Math.min(rows, MOST_PARTS), elements / PART_ELEMENTS));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        run(start(rows, parts, part), start(rows, parts, part + 1), worker);
    }

    /** All rows, on the calling thread. */
    void run(int from, int to, Worker worker) {
        int width = kernel.width();
        int block = Math.max(1, Math.min(to - from, BLOCK_ELEMENTS / kernel.arrays() / width));
        float[][] arrays = worker.scratch(kernel.arrays(), block * width);
        Port[] ports = kernel.portArray();
        for (int p = 0; p < ports.length; p++) {
            repeat(ports[p], arrays[p], block, width);
        }
        for (int row = from; row < to; row += block) {
            int count = Math.min(block, to - row);
            for (int p = 0; p < ports.length; p++) {
                gather(ports[p], arrays[p], row, count, width);
            }
            kernel.cpu().run(count * width, arrays);
            for (int p = 0; p < ports.length; p++) {
                if (ports[p].kind() == Port.Kind.OUT) {
                    scatter(ports[p], arrays[p], row, count);
                }
            }
        }
    }

    /** What is the same for all blocks. */
    private void repeat(Port port, float[] array, int count, int width) {
        Matrix operand = operands[port.operand()];
        FloatBuffer memory = operand.arena().floats();
        int at = (int) operand.offset() + port.from();
        if (port.kind() == Port.Kind.SCALAR) {
            Arrays.fill(array, 0, count * width, memory.get(at));
        } else if (port.kind() == Port.Kind.VECTOR) {
            memory.get(at, array, 0, width);
            int filled = width;
            while (filled < count * width) {
                int more = Math.min(filled, count * width - filled);
                System.arraycopy(array, 0, array, filled, more);
                filled += more;
            }
        }
    }

    private void gather(Port port, float[] array, int row, int count, int width) {
        Matrix operand = operands[port.operand()];
        FloatBuffer memory = operand.arena().floats();
        int stride = operand.stride();
        int at = (int) (operand.offset() + (long) row * stride) + port.from();
        switch (port.kind()) {
            case IN -> {
                if (stride == width) {
                    memory.get(at, array, 0, count * width);
                } else {
                    for (int r = 0; r < count; r++) {
                        memory.get(at + r * stride, array, r * width, width);
                    }
                }
            }
            case COLUMN -> {
                for (int r = 0; r < count; r++) {
                    Arrays.fill(array, r * width, (r + 1) * width, memory.get(at + r * stride));
                }
            }
            case OUT, VECTOR, SCALAR -> {}
        }
    }

    private void scatter(Port port, float[] array, int row, int count) {
        Matrix operand = operands[port.operand()];
        FloatBuffer memory = operand.arena().floats();
        int stride = operand.stride();
        int width = port.width();
        int at = (int) (operand.offset() + (long) row * stride) + port.from();
        if (stride == width) {
            memory.put(at, array, 0, count * width);
        } else {
            for (int r = 0; r < count; r++) {
                memory.put(at + r * stride, array, r * width, width);
            }
        }
    }
}
