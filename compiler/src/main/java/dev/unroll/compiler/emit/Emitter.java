package dev.unroll.compiler.emit;

import com.palantir.javapoet.JavaFile;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.types.ModelSpec;
import java.util.List;

/** Java source of a planned model. */
public final class Emitter {
    private Emitter() {}

    /**
     * The files that compute: {@code <Model>Program} and {@code <Model>Kernels}. What users touch comes from {@link
     * dev.unroll.compiler.emit.model.ModelEmitter}.
     *
     * @param model what the class shows; its ports name the program's inputs
     * @throws dev.unroll.compiler.diagnostics.CompilerBug if spec and plan do not belong together
     */
    public static List<GeneratedFile> emit(ModelSpec model, ExecutionPlan plan) {
        KernelEmitter kernels = new KernelEmitter(model, plan.kernels());
        JavaFile program = new ProgramEmitter(model, plan, kernels).file();
        return List.of(SourceText.of(program), SourceText.of(kernels.file()));
    }
}
