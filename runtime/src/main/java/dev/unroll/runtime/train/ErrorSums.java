package dev.unroll.runtime.train;

import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Running sums of errors in the data's units, from which every {@link Metric} follows. */
final class ErrorSums {
    private double absolute;
    private double squared;
    private double relative;
    private long count;
    private long relativeCount;

    void clear() {
        absolute = 0;
        squared = 0;
        relative = 0;
        count = 0;
        relativeCount = 0;
    }

    void add(double truth, double predicted) {
        double error = predicted - truth;
        absolute += Math.abs(error);
        squared += error * error;
        count++;
        if (truth != 0) {
            relative += Math.abs(error / truth);
            relativeCount++;
        }
    }

    void save(DoubleStream.Builder sums) {
        sums.add(absolute).add(squared).add(relative).add((double) count).add((double) relativeCount);
    }

    void restore(PrimitiveIterator.OfDouble sums) {
        absolute = sums.nextDouble();
        squared = sums.nextDouble();
        relative = sums.nextDouble();
        count = (long) sums.nextDouble();
        relativeCount = (long) sums.nextDouble();
    }

    double value(Metric metric) {
        return switch (metric.kind()) {
            case MAE -> absolute / count;
            case RMSE -> Math.sqrt(squared / count);
            case MSE -> squared / count;
            case MAPE -> 100 * relative / relativeCount;
            default -> throw new IllegalArgumentException(metric + " is no metric of numbers");
        };
    }
}
