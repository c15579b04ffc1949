package dev.unroll.runtime.train;

import java.util.List;
import java.util.stream.Stream;

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

    /**
     * One line per epoch under a header (RFC 4180): {@code epoch, loss}, the metrics, {@code val_loss}, the metrics again with
     * {@code val_} before them, {@code rate, steps, seconds}. Losses are in the model's range, errors in the data's units. Where there is
     * no figure the field is empty.
     */
    public String toCsv() {
        List<Metric> metrics = epochs.stream()
                .flatMap(epoch ->
                        Stream.concat(epoch.metrics().keySet().stream(), epoch.validationMetrics().keySet().stream()))
                .distinct()
                .toList();
        StringBuilder csv = new StringBuilder("epoch,loss");
        metrics.forEach(metric -> csv.append(',').append(quoted(metric.toString())));
        csv.append(",val_loss");
        metrics.forEach(metric -> csv.append(',').append(quoted("val_" + metric)));
        csv.append(",rate,steps,seconds\r\n");
        for (Epoch epoch : epochs) {
            csv.append(epoch.number()).append(',').append(epoch.loss());
            metrics.forEach(metric -> append(csv, epoch.metrics().get(metric)));
            append(
                    csv,
                    epoch.validationLoss().isPresent() ? epoch.validationLoss().getAsDouble() : null);
            metrics.forEach(metric -> append(csv, epoch.validationMetrics().get(metric)));
            append(csv, epoch.rate());
            csv.append(',').append(epoch.steps());
            append(csv, epoch.seconds());
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static void append(StringBuilder csv, Double figure) {
        csv.append(',').append(figure == null ? "" : figure.toString());
    }

    private static String quoted(String name) {
        return name.contains(",") ? '"' + name + '"' : name;
    }
}
