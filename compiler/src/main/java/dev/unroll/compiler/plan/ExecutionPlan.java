package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import java.util.List;

/**
 * Everything about a model's computation that generated code says, decided.
 *
 * @param program what was planned
 * @param axes of the inputs; the first gives the batch its order
 * @param kernels kernels of both runs, in order of first launch
 * @param train forward and backward over shared residuals
 * @param predict forward without dropout, without residuals
 * @param phases in the order of the program's
 */
public record ExecutionPlan(
        Program program,
        List<String> axes,
        List<KernelPlan> kernels,
        RunPlan train,
        RunPlan predict,
        List<PhasePlan> phases) {
    /**
     * How a phase runs.
     *
     * @param axes of its inputs; the first gives the batch its order
     */
    public record PhasePlan(String name, List<String> axes, RunPlan run) {
        public PhasePlan {
            axes = List.copyOf(axes);
        }
    }

    /** Most operands of a launch that the runtime has a method for. */
    public static final int MAX_OPERANDS = 20;

    public ExecutionPlan {
        axes = List.copyOf(axes);
        kernels = List.copyOf(kernels);
        phases = List.copyOf(phases);
    }

    /** The weight or gradient of a parameter, which live outside the frames. */
    public static Buffer parameterBuffer(Program program, int i, Buffer.Storage storage) {
        Value value = program.parameters().get(i).value();
        return new Buffer(
                i,
                value.name(),
                storage,
                Buffers.fixedRows(value.type()),
                value.type().width());
    }
}
