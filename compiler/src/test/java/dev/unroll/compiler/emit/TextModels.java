package dev.unroll.compiler.emit;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.train.ModelProgram;
import java.lang.reflect.Constructor;
import java.util.List;

/** Programs of models written as text, compiled in memory: what computes, without the model classes around it. */
final class TextModels {
    private final InMemoryCompiler classes;

    private TextModels(InMemoryCompiler classes) {
        this.classes = classes;
    }

    /** Compiles one file of models; anything the compiler has to say fails the test. */
    static TextModels of(String models) {
        Compilation compilation = RnnCompiler.compile(
                List.of(new Source("text/models.rnn", "rnn 1\npackage text\n" + models)), CompilerOptions.standard());
        if (!compilation.diagnostics().isEmpty()) {
            throw new AssertionError(compilation.diagnostics().toString());
        }
        return new TextModels(InMemoryCompiler.compile(compilation.sources().stream()
                .filter(file -> file.path().matches(".*(Program|Kernels[0-9]*)\\.java"))
                .toList()));
    }

    /** A fresh program of a model. */
    ModelProgram program(String model, Device device) {
        try {
            Constructor<?> constructor =
                    classes.loadClass("text." + model + "Program").getDeclaredConstructor(Device.class);
            constructor.setAccessible(true);
            return (ModelProgram) constructor.newInstance(device);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(model, e);
        }
    }
}
