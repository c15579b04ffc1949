package dev.unroll.runtime.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes the whole state of a training to files as it goes: {@code model.train(…, Checkpoints.every(folder, Duration.steps(500), 3))}.
 * After a crash, {@code model.resume(folder)} and the same call of {@code train} go on with the same bits. Files are replaced at once: whatever
 * happens, each is whole.
 *
 * <p>Of a training that validates or has a stopping rule, {@value #BEST} is the model of the best epoch so far. One training per folder.
 */
public final class Checkpoints implements TrainingListener {
    /** The model of the best epoch. */
    public static final String BEST = "best.unroll";

    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".unroll";

    private final Path folder;
    private final Duration interval;
    private final int keep;

    private Checkpoints(Path folder, Duration interval, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint is kept, not " + keep);
        }
        this.folder = folder;
        this.interval = interval;
        this.keep = keep;
    }

    /**
     * A checkpoint after so many steps or epochs, always.
     *
     * @param folder made if there is none
     * @param keep how many to keep, the latest ones
     */
    public static Checkpoints every(Path folder, Duration interval, int keep) {
        return new Checkpoints(folder, interval, keep);
    }

    /** The checkpoints of a folder, latest first; none if there is no folder. */
    public static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return files(folder, name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX)).stream()
                .sorted(Comparator.comparing((Path file) -> file.getFileName().toString())
                        .reversed())
                .toList();
    }

    private static List<Path> files(Path folder, Predicate<String> names) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> names.test(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder and removes what a killed process has left half written. */
    void begin() {
        try {
            Files.createDirectories(folder);
            for (Path file : files(folder, name -> name.startsWith(".") && name.endsWith(".tmp"))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one is due after a step. */
    boolean isDueAfterStep(long stepsOfTraining) {
        return interval.unit() == Duration.Unit.STEPS && stepsOfTraining % interval.count() == 0;
    }

    /** Whether one is due after an epoch. */
    boolean isDueAfterEpoch(int epochsOfTraining, boolean last) {
        return last || (interval.unit() == Duration.Unit.EPOCHS && epochsOfTraining % interval.count() == 0);
    }

    /**
     * Writes one and removes the oldest.
     *
     * @param steps updates that the weights have seen
     */
    void write(long steps, int epochs, Consumer<Path> saver) {
        // An epoch's end comes after its last step, which may have a checkpoint of its own.
        saver.accept(folder.resolve(String.format(Locale.ROOT, "%s%012d-%06d%s", PREFIX, steps, epochs, SUFFIX)));
        List<Path> all = in(folder);
        try {
            for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the best model lies. */
    Path best() {
        return folder.resolve(BEST);
    }

    /** The latest checkpoint, in words. */
    String latest() {
        List<Path> all = in(folder);
        return all.isEmpty() ? "there is no checkpoint yet" : "the last checkpoint is " + all.get(0);
    }
}
