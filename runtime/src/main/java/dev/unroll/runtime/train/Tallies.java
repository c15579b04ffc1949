package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Packing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Running loss and metrics of a model over packed batches, for one pass over a part of the data. Nothing but sums is kept. */
final class Tallies {
    private final List<Metric> metrics;
    private final List<OutputTally> outputs = new ArrayList<>();

    /**
     * Tallies of a model.
     *
     * @throws IllegalArgumentException when no output accepts one of the metrics, or an output does not fit the loss
     */
    Tallies(ModelSignature signature, Scalers scalers, TrainingSpec spec) {
        metrics = spec.metrics();
        for (int o = 0; o < signature.outputs().size(); o++) {
            outputs.add(
                    OutputTally.of(signature.outputs().get(o), scalers.outputs().get(o), spec.loss(o), metrics));
        }
        for (Metric metric : metrics) {
            if (outputs.stream().noneMatch(output -> OutputTally.accepts(output.port(), metric))) {
                throw new IllegalArgumentException("metric " + metric + " makes no sense of any output of "
                        + signature.model() + ": " + signature.outputs());
            }
        }
    }

    /** Starts again. */
    void clear() {
        for (int o = 0; o < outputs.size(); o++) {
            outputs.get(o).clear();
        }
    }

    /** Adds a batch of output {@code o}; see {@link OutputTally#add}. */
    void add(int o, Packing packing, float[] truth, float[] predicted) {
        outputs.get(o).add(packing, truth, predicted);
    }

    /** Everything counted so far, to go on with elsewhere. */
    double[] saved() {
        DoubleStream.Builder sums = DoubleStream.builder();
        outputs.forEach(output -> output.save(sums));
        return sums.build().toArray();
    }

    /** Takes over what {@link #saved} gave. */
    void restore(double[] saved) {
        PrimitiveIterator.OfDouble sums = DoubleStream.of(saved).iterator();
        outputs.forEach(output -> output.restore(sums));
    }

    OutputTally output(int o) {
        return outputs.get(o);
    }

    /** The sum of the outputs' mean losses. */
    double loss() {
        double sum = 0;
        for (OutputTally output : outputs) {
            sum += output.loss();
        }
        return sum;
    }

    /** The metrics asked for, each the mean over the outputs that accept it. */
    Map<Metric, Double> metrics() {
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            values.put(
                    metric,
                    outputs.stream()
                            .filter(output -> OutputTally.accepts(output.port(), metric))
                            .mapToDouble(output -> output.value(metric))
                            .average()
                            .orElseThrow());
        }
        return values;
    }
}
