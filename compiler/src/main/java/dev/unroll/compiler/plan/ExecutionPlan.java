package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Program;
import java.util.List;

/**
 * Everything about a model's computation that generated code says, decided.
 *
 * @param program what was planned
 * @param kernels kernels of both runs, in order of first launch
 * @param train forward and backward over shared residuals
 * @param predict forward without dropout, without residuals
 */
public record ExecutionPlan(Program program, List<KernelPlan> kernels, RunPlan train, RunPlan predict) {
  public ExecutionPlan {
    kernels = List.copyOf(kernels);
  }
}
