package dev.unroll.samples;

import dev.unroll.runtime.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a sample's run may change: {@code -Dunroll.epochs=2} for a short look, {@code -Dunroll.seed=7} for other weights.
 *
 * @param epochs instead of the model's
 * @param seed instead of the model's, for weights, order and dropout
 * @param data folder of the committed data
 * @param output folder for model files and reports
 */
public record Settings(OptionalInt epochs, OptionalLong seed, Path data, Path output) {
    /**
     * As the system properties say, data in {@code data}, output in {@code target/samples}.
     *
     * @throws IllegalArgumentException naming a property that is not a positive number
     */
    public static Settings ofSystem() {
        OptionalLong epochs = number("unroll.epochs");
        return new Settings(
                epochs.isPresent() ? OptionalInt.of(Math.toIntExact(epochs.getAsLong())) : OptionalInt.empty(),
                number("unroll.seed"),
                Path.of("data"),
                Path.of("target", "samples"));
    }

    private static OptionalLong number(String property) {
        String text = System.getProperty(property, "").strip();
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("-D" + property + " takes a whole number from 1, not " + text);
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** The model's specification with this run's changes. */
    public TrainingSpec applyTo(TrainingSpec training) {
        TrainingSpec changed = epochs.isPresent() ? training.withEpochs(epochs.getAsInt()) : training;
        return seed.isPresent() ? changed.withSeed(seed.getAsLong()) : changed;
    }

    /** The seed of the weights. */
    public long seedOr(long other) {
        return seed.orElse(other);
    }

    /** A data file. */
    public Path data(String file) {
        return data.resolve(file);
    }

    /** Where to write {@code file}; its folder exists afterwards. */
    public Path output(String file) throws IOException {
        Files.createDirectories(output);
        return output.resolve(file).toAbsolutePath();
    }
}
