package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.MaskSource;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.LayerModels;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.train.ModelProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Models with every layer and option, from text to loaded classes, against the interpreter. */
class GeneratedLayersTest {
    private static final List<int[]> LENGTHS = List.of(new int[] {1}, new int[] {5, 4, 4, 2, 1});

    private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();
    private static InMemoryCompiler classes;

    @BeforeAll
    static void compile() {
        List<GeneratedFile> files = new ArrayList<>();
        for (String text : LayerModels.all()) {
            Front front = Front.of(List.of(new Source("layers.rnn", text)));
            ModelSpec spec = front.models().get(0).spec();
            Program program =
                    Models.differentiate(RnnCompiler.lower(front.models().get(0)));
            PROGRAMS.put(spec.name(), program);
            files.addAll(Emitter.emit(spec, Planner.plan(program)));
        }
        classes = InMemoryCompiler.compile(files);
    }

    private static void agree(Device device, double tolerance) {
        List<String> failures = new ArrayList<>();
        PROGRAMS.forEach((name, program) -> {
            try (ModelProgram generated = Agreement.load(classes, name, device)) {
                long seed = name.hashCode();
                Agreement agreement = new Agreement(name, program, tolerance);
                LENGTHS.forEach(lengths -> agreement.measure(bindings(program, seed, lengths)));
                for (int[] lengths : LENGTHS) {
                    agreement.check(generated, bindings(program, seed, lengths), lengths, seed, 7);
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(name + ": " + e);
            }
        });
        assertThat(failures).isEmpty();
    }

    private static Bindings bindings(Program program, long seed, int[] lengths) {
        Bindings random = Numbers.random(program, seed, lengths);
        return new Bindings(random.parameters(), random.inputs(), random.lengths(), MaskSource.of(seed, 7));
    }

    @Test
    void nd4jDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            agree(device, 1e-12);
        }
    }

    @Test
    void cpuFloat() {
        try (Device device = CpuDevice.create(2)) {
            agree(device, 1e-5);
        }
    }
}
