package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.memory.Packing;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/**
 * Running figures of one output, from which its loss and its metrics follow at any time. Takes packed batches, one after the
 * other, and keeps sums only (for the area under the curve, a key of each row). Once warm, adding allocates nothing.
 */
abstract class OutputTally {
    private final ModelSignature.Port port;

    OutputTally(ModelSignature.Port port) {
        this.port = port;
    }

    /**
     * A tally for an output.
     *
     * @param scaler how the output's numbers were scaled
     * @param metrics asked for; those that the output does not accept are left out
     */
    static OutputTally of(ModelSignature.Port port, Scaler scaler, Loss loss, List<Metric> metrics) {
        List<Metric> accepted =
                metrics.stream().filter(metric -> accepts(port, metric)).toList();
        if (port.content() instanceof ModelSignature.Content.Numbers) {
            return new NumberTally(port, scaler, loss);
        }
        if (port.content() instanceof ModelSignature.Content.Probability) {
            return new ProbabilityTally(port, loss);
        }
        return new ClassTally(port, loss, accepted);
    }

    /** Whether a metric makes sense of an output. */
    static boolean accepts(ModelSignature.Port port, Metric metric) {
        return metric.accepts(Metric.Content.of(port.content()), port.isSequence());
    }

    final ModelSignature.Port port() {
        return port;
    }

    /** Rows of a batch: one for each step of a sequence, else one for each example. */
    final int rows(Packing packing) {
        return port.isSequence() ? packing.tokens() : packing.batch();
    }

    /** Forgets everything, but keeps its room. */
    abstract void clear();

    /**
     * Adds a batch.
     *
     * @param truth packed, {@link ModelSignature.Port#targetWidth} numbers a row, scaled
     * @param predicted packed, {@link ModelSignature.Port#width} numbers a row, in the model's range
     */
    abstract void add(Packing packing, float[] truth, float[] predicted);

    /** Writes down everything counted so far. */
    abstract void save(DoubleStream.Builder sums);

    /** Reads what {@link #save} wrote. */
    abstract void restore(PrimitiveIterator.OfDouble sums);

    /** The mean loss; NaN before the first row. */
    abstract double loss();

    /**
     * A metric.
     *
     * @throws IllegalArgumentException when it was not asked for or makes no sense here
     */
    abstract double value(Metric metric);

    final IllegalArgumentException unknown(Metric metric) {
        return new IllegalArgumentException("output " + port + " has no " + metric
                + (accepts(port, metric) ? ": it was not among the metrics asked for" : ""));
    }
}
