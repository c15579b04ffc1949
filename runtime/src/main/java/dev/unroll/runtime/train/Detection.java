package dev.unroll.runtime.train;

import dev.unroll.runtime.metric.ConfusionMatrix;
import dev.unroll.runtime.metric.RocCurve;
import java.util.List;
import java.util.Map;

/**
 * Predictions of a yes or no, summed up.
 *
 * @param rows predicted: examples, or steps of a sequence
 * @param metrics the model's; those asked for that make sense here, accuracy and auc
 * @param majority the same of the majority class, with its share of the training part for a probability
 * @param majorityClass 1 when most of the training part is true
 * @param confusion of no and yes at one half
 * @param roc the receiver operating characteristic, at most {@value #POINTS} steps
 * @param samples some examples, the mistakes of greatest loss first
 */
public record Detection(
        ModelSignature.Port output,
        long rows,
        Map<Metric, Double> metrics,
        Map<Metric, Double> majority,
        int majorityClass,
        ConfusionMatrix confusion,
        List<RocCurve.Point> roc,
        List<Sample> samples)
        implements OutputEvaluation {
    static final int POINTS = 400;

    public Detection {
        metrics = Classification.ordered(metrics);
        majority = Classification.ordered(majority);
        roc = List.copyOf(roc);
        samples = List.copyOf(samples);
    }

    @Override
    public double value(Metric metric) {
        return Classification.known(output, metrics, metric);
    }
}
