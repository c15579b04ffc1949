package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.autodiff.AttentionPrograms;
import dev.unroll.compiler.autodiff.Cells;
import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Program;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.train.ModelProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Generated decoders compute what the interpreter computes, on every device; the axes' lengths are in different orders. */
class GeneratedAttentionTest {
    /** Source lengths, which give the batch its order, and target lengths; the last is large enough for lanes. */
    private static final int[][][] LENGTHS = {
        {{1}, {1}}, {{3, 3}, {2, 2}}, {{5, 4, 4, 2, 1}, {1, 3, 2, 4, 3}}, {descending(40), mixed(40)}
    };

    private static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();
    private static InMemoryCompiler classes;

    private static int[] descending(int examples) {
        int[] lengths = new int[examples];
        Arrays.setAll(lengths, i -> 1 + (examples - i) / 4);
        return lengths;
    }

    private static int[] mixed(int examples) {
        int[] lengths = new int[examples];
        Arrays.setAll(lengths, i -> 1 + i * 7 % 9);
        return lengths;
    }

    @BeforeAll
    static void compile() {
        for (AttentionPrograms decoder : AttentionPrograms.values()) {
            PROGRAMS.put(Names.upperCamel(decoder.name()), Models.differentiate(decoder.program()));
        }
        PROGRAMS.put("EncoderDecoder", Models.differentiate(Cells.all().get("encoder and decoder")));
        List<GeneratedFile> files = new ArrayList<>();
        PROGRAMS.forEach((name, program) -> files.addAll(Models.emitDifferentiated(name, program)));
        classes = InMemoryCompiler.compile(files);
    }

    private static void agree(Device device, double tolerance, int batches) {
        List<String> failures = new ArrayList<>();
        PROGRAMS.forEach((name, program) -> {
            try (ModelProgram generated = Agreement.load(classes, name, device)) {
                for (int[][] lengths : Arrays.asList(LENGTHS).subList(0, batches)) {
                    String source = program.inputs().get(0).type().extent().axis();
                    Bindings bindings = Numbers.random(program, 11, Map.of(source, lengths[0], "tgt", lengths[1]));
                    new Agreement(name, program, tolerance).check(generated, bindings, Packings.of(lengths), 11, 1);
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(name + ": " + e);
            }
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void nd4jDouble() {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE)) {
            agree(device, 1e-12, 3);
        }
    }

    @Test
    void cpuFloat() {
        try (Device device = CpuDevice.create(2)) {
            agree(device, 1e-5, 4);
        }
    }
}
