package dev.unroll.runtime.train;

import java.util.List;

/**
 * A training's course.
 *
 * @param device where it ran
 * @param batch what each step was made of
 * @param epochs in order, at least one
 */
public record History(String model, String device, Batch batch, List<Epoch> epochs) {
    public History {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a history without epochs");
        }
    }

    /** The last epoch. */
    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    /** Time of all training steps. */
    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }

    /** Steps of all epochs. */
    public long steps() {
        return epochs.stream().mapToLong(Epoch::steps).sum();
    }

    /** Mean time of a step; the first epoch, in which the JVM compiles, is left out when there are more. */
    public double millisecondsPerStep() {
        List<Epoch> warm = epochs.size() > 1 ? epochs.subList(1, epochs.size()) : epochs;
        return 1000
                * warm.stream().mapToDouble(Epoch::seconds).sum()
                / warm.stream().mapToLong(Epoch::steps).sum();
    }
}
