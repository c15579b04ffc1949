package dev.unroll.runtime.device;

/**
 * One argument of a kernel: {@code width} columns from column {@code from} of operand {@code operand}. Several ports may look
 * at different columns of one operand, as the gates of a joined product do, and one operand may be read and written.
 *
 * @param operand index of the operand of the launch
 * @param from first column
 * @param width columns; 1 for columns and scalars
 * @param kind how the kernel sees it
 */
public record Port(int operand, int from, int width, Kind kind) {
    /** How a kernel sees an operand. */
    public enum Kind {
        /** Read, one element of the operand for each of the kernel. */
        IN,
        /** Written, one element of the operand for each of the kernel. */
        OUT,
        /** {@code [1, F]}, the same row for every row. */
        VECTOR,
        /** {@code [rows, 1]}, the same number for every feature. */
        COLUMN,
        /** {@code [1, 1]}, the same number everywhere. */
        SCALAR
    }

    public Port {
        if (operand < 0 || operand >= Kernel.MAX_OPERANDS || from < 0 || width <= 0) {
            throw new IllegalArgumentException(
                    "port of operand " + operand + ", columns from " + from + ", width " + width);
        }
    }

    /** Reads columns of an operand. */
    public static Port in(int operand, int from, int width) {
        return new Port(operand, from, width, Kind.IN);
    }

    /** Writes columns of an operand. */
    public static Port out(int operand, int from, int width) {
        return new Port(operand, from, width, Kind.OUT);
    }

    /** Reads columns of a {@code [1, F]} operand for every row. */
    public static Port vector(int operand, int from, int width) {
        return new Port(operand, from, width, Kind.VECTOR);
    }

    /** Reads a {@code [rows, 1]} operand for every feature. */
    public static Port column(int operand) {
        return new Port(operand, 0, 1, Kind.COLUMN);
    }

    /** Reads a {@code [1, 1]} operand everywhere. */
    public static Port scalar(int operand) {
        return new Port(operand, 0, 1, Kind.SCALAR);
    }
}
