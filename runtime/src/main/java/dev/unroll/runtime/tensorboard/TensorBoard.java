package dev.unroll.runtime.tensorboard;

import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.History;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.TrainingListener;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes a training for TensorBoard: after each epoch its loss, metrics, rate and milliseconds per step, of the training part
 * under {@code training/} and of the validation part under {@code validation/}, with the epoch for a step. Give each training a
 * folder of its own and point {@code tensorboard --logdir} at the folder above. Epochs only, so that steps stay free of files.
 *
 * <p>A training makes a new file each time it starts, so that one that goes on adds to what is shown.
 *
 * @see <a href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">the format</a>
 */
public final class TensorBoard implements TrainingListener, AutoCloseable {
    private final Path folder;
    private final LongSupplier clock;
    private EventFile file;

    private TensorBoard(Path folder, LongSupplier clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * A listener that writes into a folder, made when the training starts.
     *
     * @throws UncheckedIOException from the training, when a file cannot be written
     */
    public static TensorBoard in(Path folder) {
        return new TensorBoard(folder, System::currentTimeMillis);
    }

    /** With another clock, in milliseconds since 1970. */
    static TensorBoard in(Path folder, LongSupplier clock) {
        return new TensorBoard(folder, clock);
    }

    @Override
    public void started(Plan plan) {
        close();
        long now = clock.getAsLong();
        // The name must hold "tfevents"; the rest keeps apart trainings that begin in one second.
        String name = "events.out.tfevents." + now / 1000 + ".unroll."
                + ProcessHandle.current().pid() + "." + plan.firstEpoch() + "." + now % 1000;
        file = new EventFile(folder.resolve(name), now / 1000.0);
    }

    @Override
    public void epoch(Epoch epoch) {
        if (file == null) {
            return;
        }
        double now = clock.getAsLong() / 1000.0;
        file.scalar(now, epoch.number(), "training/loss", epoch.loss());
        metrics(now, epoch.number(), "training/", epoch.metrics());
        epoch.validationLoss().ifPresent(loss -> file.scalar(now, epoch.number(), "validation/loss", loss));
        metrics(now, epoch.number(), "validation/", epoch.validationMetrics());
        file.scalar(now, epoch.number(), "rate", epoch.rate());
        file.scalar(now, epoch.number(), "milliseconds_per_step", epoch.millisecondsPerStep());
    }

    private void metrics(double now, int epoch, String prefix, Map<Metric, Double> metrics) {
        metrics.forEach((metric, value) -> file.scalar(now, epoch, prefix + metric, value));
    }

    @Override
    public void finished(History history) {
        close();
    }

    /** Closes the file of a training that was broken off; a finished one has done so. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
