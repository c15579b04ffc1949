package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.autodiff.HandLoweredLstm;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.RandomPrograms;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.plan.KernelPlan;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.types.HyperParameter;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.SourceDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmitterTest {
    private static final Path GOLDENS = Path.of("src/test/goldens");
    private static final String HOSTILE = "x\\u000a; */ \" ${} <b>\u202e\u0000 \n\r $L$T @ \\";

    private static List<GeneratedFile> forecaster() {
        return Models.emit("Forecaster", new HandLoweredLstm(1, 50, 3, true).build());
    }

    /** {@code -Dunroll.update=true} writes the goldens anew; that run fails too. */
    @Test
    void forecasterIsTheGolden() throws IOException {
        List<GeneratedFile> files = forecaster();
        boolean changed = false;
        for (GeneratedFile file : files) {
            Path golden = GOLDENS.resolve(file.path());
            String expected = Files.exists(golden) ? Files.readString(golden) : "";
            if (!expected.equals(file.text())) {
                if (!Boolean.getBoolean("unroll.update")) {
                    assertThat(file.text())
                            .as("run with -Dunroll.update=true to accept %s", golden)
                            .isEqualTo(expected);
                }
                Files.createDirectories(golden.getParent());
                Files.writeString(golden, file.text());
                changed = true;
            }
        }
        if (changed) {
            fail("goldens were written; look at them and run again");
        }
        InMemoryCompiler.compile(files);
    }

    @Test
    void sameBytesAgainAndInTurkish() {
        List<GeneratedFile> first = new ArrayList<>(forecaster());
        for (int seed = 300; seed < 320; seed++) {
            first.addAll(Models.emit("Random" + seed, RandomPrograms.program(seed)));
        }
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            List<GeneratedFile> second = new ArrayList<>(forecaster());
            for (int seed = 300; seed < 320; seed++) {
                second.addAll(Models.emit("Random" + seed, RandomPrograms.program(seed)));
            }
            assertThat(second).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void sourcesAreAsciiWithoutCarriageReturnsOrUnicodeEscapes() {
        for (GeneratedFile file : forecaster()) {
            assertThat(file.text().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)))
                    .as(file.path())
                    .isTrue();
            assertThat(file.text()).doesNotContain("\\" + "u");
        }
    }

    @Test
    void methodsAreSmallEnoughForTheJvm() {
        List<GeneratedFile> files = new ArrayList<>(forecaster());
        for (int seed = 400; seed < 420; seed++) {
            files.addAll(Models.emit("Random" + seed, RandomPrograms.program(seed)));
        }
        files.addAll(Models.emit("Deep", new HandLoweredLstm(3, 4, 12, false).build()));
        Map<String, byte[]> classes = InMemoryCompiler.compile(files).classFiles();
        classes.forEach((name, bytes) -> ClassFiles.codeLengths(bytes).forEach((method, length) -> {
            // runs once
            if (!method.startsWith("<")) {
                assertThat(length).as(name + "." + method).isLessThan(2000);
            }
        }));
    }

    @Test
    void hostileTextCompilesToTheSameProgram() {
        Program program = Models.differentiate(new HandLoweredLstm(1, 3, 1, true).build());
        ExecutionPlan plan = Planner.plan(program);
        ModelSpec tame = Models.spec("Hostile", program);
        ModelSpec hostile = new ModelSpec(
                tame.packageName(),
                tame.name(),
                HOSTILE,
                List.of(new HyperParameter(HOSTILE, true, 1, HOSTILE)),
                tame.inputs().stream().map(EmitterTest::hostile).toList(),
                tame.outputs().stream().map(EmitterTest::hostile).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new SourceDigest(HOSTILE, 1, "0".repeat(64)),
                false);
        List<KernelPlan> kernels = plan.kernels().stream()
                .map(kernel -> new KernelPlan(
                        "class",
                        kernel.scalar(),
                        kernel.argumentNames().stream().map(name -> "n").toList(),
                        kernel.resultNames().stream().map(name -> "float").toList(),
                        kernel.ports(),
                        List.of(new Origin(HOSTILE, 3, HOSTILE))))
                .toList();
        ExecutionPlan hostilePlan =
                new ExecutionPlan(plan.program(), plan.axes(), kernels, plan.train(), plan.predict(), plan.phases());
        List<GeneratedFile> files = Emitter.emit(hostile, hostilePlan);
        InMemoryCompiler.compile(files);
        for (GeneratedFile file : files) {
            assertThat(file.text())
                    .doesNotContain("\\" + "u")
                    .doesNotContain("\u202e")
                    .doesNotContain("<b>\u0000");
        }
    }

    private static Port hostile(Port port) {
        return new Port(HOSTILE, port.value(), port.type(), port.length(), port.scaling(), HOSTILE);
    }
}
