package dev.unroll.samples;

import dev.unroll.runtime.train.Split;
import dev.unroll.runtime.train.TrainingSpec;
import java.util.List;

/**
 * The examples as a model's {@code split} divides them, for baselines: they may look at what the model may look at, validation
 * part included, and are judged on the same test part.
 *
 * @param known for training and validation
 * @param test what nothing but the last figure sees
 * @param <E> an example
 */
public record HeldOut<E>(List<E> known, List<E> test) {
    /**
     * Divides examples.
     *
     * @throws IllegalArgumentException when the specification has no chronological split with a test part at the end
     */
    public static <E> HeldOut<E> of(TrainingSpec spec, List<E> examples) {
        Split split = spec.split()
                .filter(parts -> parts.kind() == Split.Kind.CHRONOLOGICAL && parts.test() > 0)
                .orElseThrow(() -> new IllegalArgumentException("no chronological split with a test part: " + spec));
        int first = split.trainingExamples(examples.size()) + split.validationExamples(examples.size());
        int end = first + split.testExamples(examples.size());
        return new HeldOut<>(examples.subList(0, first), examples.subList(first, end));
    }
}
