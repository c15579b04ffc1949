package dev.unroll.runtime.device;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One fused pointwise region: what happens to each element, twice, as plain loops over {@code float[]} and as ND4J operations.
 *
 * <p>On the CPU the device copies every port into a dense array of its own, {@code [rows, width]} row by row (vectors, columns
 * and scalars already repeated), calls the body with {@code n = rows * width} elements, a block of rows at a time, and copies OUT
 * ports back. An OUT array holds nothing of use before the body wrote it. docs/kernels.md says which loops the JVM vectorises.
 */
public final class Kernel {
    /** Most operands of a launch. */
    public static final int MAX_OPERANDS = 20;

    /** The CPU form. */
    @FunctionalInterface
    public interface FloatBody {
        /**
         * Computes {@code n} elements.
         *
         * @param a one array per port in order, then the kernel's temporaries; each has at least {@code n} elements
         */
        void run(int n, float[][] a);
    }

    /** The ND4J form. */
    @FunctionalInterface
    public interface ArrayBody {
        /**
         * Computes all elements.
         *
         * @param a one {@code [rows, width]} array per port in order, already broadcast; OUT ports are to be assigned
         */
        void run(INDArray[] a);
    }

    private final String name;
    private final int temporaries;
    private final FloatBody cpu;
    private final ArrayBody nd4j;
    private final List<Port> ports;
    private final Port[] portArray;
    private final int operands;
    private final int width;

    private Kernel(String name, int temporaries, FloatBody cpu, ArrayBody nd4j, List<Port> ports) {
        this.name = name;
        this.temporaries = temporaries;
        this.cpu = cpu;
        this.nd4j = nd4j;
        this.ports = ports;
        this.portArray = ports.toArray(new Port[0]);
        int operands = 0;
        int width = 0;
        boolean writes = false;
        for (Port port : ports) {
            operands = Math.max(operands, port.operand() + 1);
            writes |= port.kind() == Port.Kind.OUT;
            if (port.kind() != Port.Kind.COLUMN && port.kind() != Port.Kind.SCALAR) {
                if (width != 0 && width != port.width()) {
                    throw new IllegalArgumentException(
                            "kernel " + name + ": ports of width " + width + " and " + port.width());
                }
                width = port.width();
            }
        }
        if (!writes || temporaries < 0) {
            throw new IllegalArgumentException(
                    "kernel " + name + " writes nothing, or has " + temporaries + " temporaries");
        }
        this.operands = operands;
        this.width = width;
    }

    /**
     * A kernel.
     *
     * @param temporaries scratch arrays the CPU form wants after its ports
     * @throws IllegalArgumentException if ports differ in width or none is written
     */
    public static Kernel of(String name, int temporaries, FloatBody cpu, ArrayBody nd4j, Port... ports) {
        return new Kernel(name, temporaries, cpu, nd4j, List.of(ports));
    }

    public String name() {
        return name;
    }

    /** Ports in the order of the bodies' arguments. */
    public List<Port> ports() {
        return ports;
    }

    /** Operands of a launch. */
    public int operands() {
        return operands;
    }

    /** Features per row that the kernel computes. */
    public int width() {
        return width;
    }

    /** Arrays of the CPU form: ports, then temporaries. */
    int arrays() {
        return portArray.length + temporaries;
    }

    /** The ports, without an iterator for each launch. Not to be written. */
    Port[] portArray() {
        return portArray;
    }

    FloatBody cpu() {
        return cpu;
    }

    ArrayBody nd4j() {
        return nd4j;
    }

    @Override
    public String toString() {
        return name;
    }
}
