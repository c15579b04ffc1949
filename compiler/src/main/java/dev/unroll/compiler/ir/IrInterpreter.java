package dev.unroll.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The meaning of the IR: runs a program on {@code double[]}, as plainly as it can be said. It is the oracle of the
 * tests of everything else, and never asked to be fast.
 *
 * <p>A value is an array of its rows, row-major: a matrix {@code fixed[r, c]} has r rows, other fixed values one, batch
 * one per example, tokens one per example and step (packed, time-major), and inside a scan one per example alive.
 */
public final class IrInterpreter {
    private final Program program;
    private final Bindings bindings;
    private final Map<Value, double[]> values = new HashMap<>();
    private boolean ranForward;

    /**
     * Binds {@code program} to what it runs on.
     *
     * @throws IllegalArgumentException if a parameter or input is not bound or has the wrong number of elements
     */
    public IrInterpreter(Program program, Bindings bindings) {
        this.program = program;
        this.bindings = bindings;
        for (Value parameter : program.parameterValues()) {
            bind(parameter, bindings.parameters().get(parameter));
        }
        for (Value input : program.inputs()) {
            bind(input, bindings.inputs().get(input));
        }
    }

    /** The model's outputs, in order. */
    public List<double[]> predict() {
        return run(program.predict());
    }

    /**
     * The results of a phase, whose inputs are bound like the program's.
     *
     * @throws IllegalArgumentException if one is not bound or has the wrong number of elements
     */
    public List<double[]> phase(Program.Phase phase) {
        for (Value input : phase.inputs()) {
            bind(input, bindings.inputs().get(input));
        }
        return run(phase.block());
    }

    /** The loss, then the outputs. */
    public List<double[]> forward() {
        ranForward = true;
        return run(program.forward());
    }

    /** One cotangent per entry of {@link Program#gradients()}; runs {@link #forward()} first if nobody has. */
    public List<double[]> backward() {
        if (!ranForward) {
            forward();
        }
        return run(program.backward());
    }

    /**
     * Elements of a parameter, input or value of the top level of a block that ran.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    public double[] valueOf(Value value) {
        double[] data = values.get(value);
        if (data == null) {
            throw new IllegalArgumentException(value + " has not been computed");
        }
        return data.clone();
    }

    private void bind(Value value, double[] data) {
        if (data == null) {
            throw new IllegalArgumentException(value + " is not bound");
        }
        Type type = value.type();
        int rows = type.extent().isFixed()
                ? (type.dims().size() == 2 ? type.dims().get(0) : 1)
                : bindings.rows(type.extent());
        if (data.length != rows * type.width()) {
            throw new IllegalArgumentException(value + " of " + type + " needs " + rows + " rows of " + type.width()
                    + ", got " + data.length + " elements");
        }
        values.put(value, data.clone());
    }

    private List<double[]> run(Block block) {
        OpInterpreter.run(block, bindings, values, 0);
        return block.results().stream().map(this::valueOf).toList();
    }
}
