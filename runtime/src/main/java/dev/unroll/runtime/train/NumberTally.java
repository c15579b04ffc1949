package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.memory.Packing;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Errors of numbers: the loss in the model's range, metrics in the data's units. */
final class NumberTally extends OutputTally {
    private final Scaler scaler;
    private final Loss loss;
    private final ErrorSums errors = new ErrorSums();
    private double lossSum;
    private long numbers;

    NumberTally(ModelSignature.Port port, Scaler scaler, Loss loss) {
        super(port);
        if (!loss.ofNumbers()) {
            throw new IllegalArgumentException("loss " + loss + " does not fit output " + port);
        }
        this.scaler = scaler;
        this.loss = loss;
    }

    @Override
    void clear() {
        errors.clear();
        lossSum = 0;
        numbers = 0;
    }

    @Override
    void add(Packing packing, float[] truth, float[] predicted) {
        int count = rows(packing) * port().width();
        for (int i = 0; i < count; i++) {
            lossSum += loss.of((double) predicted[i] - truth[i]);
            int feature = i % scaler.width();
            errors.add(scaler.restore(feature, truth[i]), scaler.restore(feature, predicted[i]));
        }
        numbers += count;
    }

    @Override
    void save(DoubleStream.Builder sums) {
        sums.add(lossSum).add((double) numbers);
        errors.save(sums);
    }

    @Override
    void restore(PrimitiveIterator.OfDouble sums) {
        lossSum = sums.nextDouble();
        numbers = (long) sums.nextDouble();
        errors.restore(sums);
    }

    @Override
    double loss() {
        return lossSum / numbers;
    }

    @Override
    double value(Metric metric) {
        return errors.value(metric);
    }
}
