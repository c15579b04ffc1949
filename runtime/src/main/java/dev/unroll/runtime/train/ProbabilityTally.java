package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.metric.ClassCounts;
import dev.unroll.runtime.metric.RocCurve;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Yes or no, predicted as the probability of yes; what is above one half counts as yes. */
final class ProbabilityTally extends OutputTally {
    static final float THRESHOLD = 0.5f;

    private static final int YES = 1;

    private final Loss.BinaryCrossEntropy loss;
    private final ClassCounts counts = new ClassCounts(2);
    private final RocCurve curve = new RocCurve();
    private double lossSum;

    ProbabilityTally(ModelSignature.Port port, Loss loss) {
        super(port);
        if (!(loss instanceof Loss.BinaryCrossEntropy binary)) {
            throw new IllegalArgumentException("loss " + loss + " does not fit output " + port);
        }
        this.loss = binary;
    }

    @Override
    void clear() {
        counts.clear();
        curve.clear();
        lossSum = 0;
    }

    @Override
    void add(Packing packing, float[] truth, float[] predicted) {
        int rows = rows(packing);
        for (int i = 0; i < rows; i++) {
            row(truth[i], predicted[i]);
        }
    }

    /** Adds a batch for which one probability is said always. */
    void addConstant(Packing packing, float[] truth, float probability) {
        int rows = rows(packing);
        for (int i = 0; i < rows; i++) {
            row(truth[i], probability);
        }
    }

    private void row(float truth, float probability) {
        boolean yes = truth != 0;
        counts.add(yes ? YES : 0, probability > THRESHOLD ? YES : 0);
        curve.add(yes, probability);
        lossSum += loss.of(yes, probability);
    }

    ClassCounts counts() {
        return counts;
    }

    RocCurve curve() {
        return curve;
    }

    @Override
    void save(DoubleStream.Builder sums) {
        sums.add(lossSum);
        counts.save(sums);
        curve.save(sums);
    }

    @Override
    void restore(PrimitiveIterator.OfDouble sums) {
        lossSum = sums.nextDouble();
        counts.restore(sums);
        curve.restore(sums);
    }

    @Override
    double loss() {
        return lossSum / counts.rows();
    }

    @Override
    double value(Metric metric) {
        return switch (metric.kind()) {
            case ACCURACY -> counts.accuracy();
            case AUC -> curve.area();
            case PRECISION, RECALL, F1 -> averaged((Metric.Averaged) metric);
            default -> throw unknown(metric);
        };
    }

    private double averaged(Metric.Averaged metric) {
        ClassCounts.Figure figure = ClassTally.figure(metric.kind());
        return switch (metric.averageFor(Metric.Content.PROBABILITY)) {
            case BINARY -> figure.of(counts, YES);
            case MACRO -> counts.macro(figure);
            case MICRO -> counts.accuracy();
            case SPAN -> throw unknown(metric);
        };
    }
}
