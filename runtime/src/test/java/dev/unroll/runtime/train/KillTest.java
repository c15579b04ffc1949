package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.WaveModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training is killed at random moments, as by {@code kill -9}: every file it has written is whole, and the next process goes on from
 * there, to the very weights that nobody's death would have given. Five times by default; {@code -Dunroll.kills=200} for more.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("unroll.kills", 5);

    /** Of ten kills so many come at any moment after the launch, the others while the process trains. */
    private static final int AT_LAUNCH = 2;

    @TempDir
    private Path folder;

    @Test
    void filesAreWholeAndTrainingGoesOn() throws IOException, InterruptedException {
        float[] expected = undisturbed();
        Random random = new Random(1);
        int finished = 0;
        int resumed = 0;
        long latest = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start();
            try {
                if (random.nextInt(10) >= AT_LAUNCH) {
                    BufferedReader said =
                            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                    resumed += "resumed".equals(said.readLine()) ? 1 : 0;
                    process.waitFor(random.nextInt(1000), TimeUnit.MILLISECONDS);
                } else {
                    process.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS);
                }
                boolean done = !process.isAlive();
                process.destroyForcibly().waitFor();
                if (done) {
                    assertThat(process.exitValue()).isZero();
                    assertThat(weights(folder.resolve(KilledTraining.MODEL))).isEqualTo(expected);
                    clear();
                    finished++;
                    latest = 0;
                } else {
                    long reached = checkAll();
                    assertThat(reached).isGreaterThanOrEqualTo(latest);
                    latest = reached;
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Process last = start();
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).isZero();
        assertThat(weights(folder.resolve(KilledTraining.MODEL))).isEqualTo(expected);
        System.out.printf(
                "%d kills, %d processes went on from a checkpoint, %d trainings finished%n",
                KILLS, resumed, finished + 1);
    }

    private static float[] undisturbed() {
        try (WaveModel model = WaveModel.create(KilledTraining.SEED)) {
            KilledTraining.train(model);
            return weights(model);
        }
    }

    private static float[] weights(Path file) {
        try (WaveModel model = WaveModel.load(file)) {
            return weights(model);
        }
    }

    private static float[] weights(WaveModel model) {
        int total = Math.toIntExact(model.parameterCount());
        float[] all = new float[total];
        int at = 0;
        for (var view : model.parameters()) {
            float[] values = view.values();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** Reads every file there is; the step that the latest checkpoint has reached. */
    private long checkAll() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".unroll"))
                    .toList()) {
                WaveModel.load(file).close();
            }
        }
        List<Path> checkpoints = Checkpoints.in(folder);
        if (checkpoints.isEmpty()) {
            return 0;
        }
        try (WaveModel model = WaveModel.load(checkpoints.get(0))) {
            assertThat(model.state().unfinished()).isPresent();
            return model.state().steps();
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(KilledTraining.class.getName(), folder.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
