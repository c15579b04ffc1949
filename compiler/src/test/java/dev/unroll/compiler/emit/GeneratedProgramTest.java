package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.autodiff.Cells;
import dev.unroll.compiler.autodiff.HandLoweredLstm;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.MaskSource;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.RandomPrograms;
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

/** Generated programs compute what the interpreter computes, on every device, for equal and ragged lengths. */
class GeneratedProgramTest {
    private static final int RANDOM_PROGRAMS = 200;
    private static final List<int[]> LENGTHS =
            List.of(new int[] {1}, new int[] {3, 3}, new int[] {5, 4, 4, 2, 1}, new int[] {2, 1, 1});

    private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();
    private static InMemoryCompiler classes;

    @BeforeAll
    static void compile() {
        Map<String, Program> lowered = new LinkedHashMap<>();
        Map<String, Program> cells = new LinkedHashMap<>(Cells.all());
        // two axes: one packing cannot hold them, see PlannerTest
        cells.remove("encoder and decoder");
        // no weights: the runtime has no model without any
        cells.remove("states that only move");
        cells.forEach((name, program) -> lowered.put("Cell" + Names.upperCamel(name), program));
        lowered.put("Forecaster", new HandLoweredLstm(1, 5, 3, true).build());
        lowered.put("Tagger", new HandLoweredLstm(3, 4, 2, false).build());
        for (int seed = 0; seed < RANDOM_PROGRAMS; seed++) {
            lowered.put("Random" + seed, RandomPrograms.program(seed));
        }
        List<GeneratedFile> files = new ArrayList<>();
        lowered.forEach((name, program) -> {
            try {
                Program differentiated = Models.differentiate(program);
                PROGRAMS.put(name, differentiated);
                files.addAll(Models.emitDifferentiated(name, differentiated));
            } catch (RuntimeException e) {
                throw new AssertionError(name, e);
            }
        });
        classes = InMemoryCompiler.compile(files);
    }

    private static void agree(Device device, double tolerance, List<int[]> batches) {
        List<String> failures = new ArrayList<>();
        PROGRAMS.forEach((name, program) -> {
            try (ModelProgram generated = Agreement.load(classes, name, device)) {
                long seed = name.hashCode();
                Agreement agreement = new Agreement(name, program, tolerance);
                LENGTHS.forEach(lengths -> agreement.measure(bindings(program, seed, lengths)));
                for (int[] lengths : batches) {
                    agreement.check(generated, bindings(program, seed, lengths), lengths, seed, 7);
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(name + ": " + e);
            }
        });
        assertThat(failures).isEmpty();
    }

    private static Bindings bindings(Program program, long seed, int[] lengths) {
        Bindings random = RandomPrograms.bindings(program, seed, lengths);
        return new Bindings(random.parameters(), random.inputs(), random.lengths(), MaskSource.of(seed, 7));
    }

    @Test
    void nd4jDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            agree(device, 1e-12, LENGTHS.subList(1, 3));
        }
    }

    @Test
    void nd4jFloat() {
        try (Device device = Nd4jDevice.create(DataType.FLOAT)) {
            agree(device, 1e-5, LENGTHS.subList(2, 3));
        }
    }

    @Test
    void cpuFloat() {
        try (Device device = CpuDevice.create(2)) {
            agree(device, 1e-5, LENGTHS);
        }
    }
}
