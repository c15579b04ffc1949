package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.text.Distribution;
import dev.unroll.runtime.text.LabelSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A plain classifier of texts to compare a recurrent model with: multinomial logistic regression on counts of words or pairs of
 * characters, without any notion of their order. Fit it on the very texts that the model was trained on. The same texts give the
 * same figures.
 */
public final class LogisticBaseline {
    private static final double[] PENALTIES = {1, 0.1, 0.01};
    private static final int TENTH = 10;
    private static final String NO = "no";
    private static final String YES = "yes";
    private static final Scaler NO_SCALE = Scaler.identity(1);

    private final TextFeatures features;
    private final Map<String, Integer> table;
    private final LabelSet labels;
    private final LogisticRegression model;
    private final double penalty;

    private LogisticBaseline(TextFeatures features, List<String> texts, LabelSet labels, int[] truth) {
        if (texts.size() != truth.length || texts.size() < 2) {
            throw new DataException(texts.size() + " texts and " + truth.length
                    + " labels: a baseline needs at least two of both and as many of one as of the other");
        }
        this.features = features;
        this.table = features.table(texts);
        this.labels = labels;
        List<TextFeatures.Row> rows = rows(texts);
        this.penalty = penalty(rows, truth);
        this.model = LogisticRegression.fit(rows, truth, table.size(), labels.size(), penalty);
    }

    /** Fits texts that have one of several labels. The penalty on weights is chosen on every tenth text, then all are fitted. */
    public static LogisticBaseline fit(TextFeatures features, List<String> texts, List<String> labels) {
        LabelSet set = new LabelSet("baseline", List.copyOf(new TreeSet<>(labels)));
        return new LogisticBaseline(
                features, texts, set, labels.stream().mapToInt(set::index).toArray());
    }

    /** Fits texts that are something or are not. */
    public static LogisticBaseline fitFlags(TextFeatures features, List<String> texts, List<Boolean> flags) {
        return new LogisticBaseline(
                features,
                texts,
                new LabelSet("baseline", List.of(NO, YES)),
                flags.stream().mapToInt(flag -> flag ? 1 : 0).toArray());
    }

    private double penalty(List<TextFeatures.Row> rows, int[] truth) {
        List<TextFeatures.Row> fitted = new ArrayList<>();
        List<TextFeatures.Row> held = new ArrayList<>();
        int[] fittedTruth = new int[rows.size() - rows.size() / TENTH];
        int[] heldTruth = new int[rows.size() / TENTH];
        for (int i = 0; i < rows.size(); i++) {
            if (i % TENTH == TENTH - 1) {
                heldTruth[held.size()] = truth[i];
                held.add(rows.get(i));
            } else {
                fittedTruth[fitted.size()] = truth[i];
                fitted.add(rows.get(i));
            }
        }
        double best = PENALTIES[0];
        double least = Double.POSITIVE_INFINITY;
        for (double candidate : PENALTIES) {
            double loss = LogisticRegression.fit(fitted, fittedTruth, table.size(), labels.size(), candidate)
                    .loss(held, heldTruth);
            if (loss < least) {
                least = loss;
                best = candidate;
            }
        }
        return best;
    }

    private List<TextFeatures.Row> rows(List<String> texts) {
        return texts.stream().map(text -> features.row(table, text)).toList();
    }

    /** The penalty chosen; scikit-learn's {@code C} is 1 over it. */
    public double penalty() {
        return penalty;
    }

    /** What the baseline thinks of a text; of flags, {@code no} and {@code yes}. */
    public Distribution<String> classify(String text) {
        return labels.distribution(probabilities(text));
    }

    private float[] probabilities(String text) {
        double[] p = new double[labels.size()];
        model.probabilities(features.row(table, text), p);
        float[] rounded = new float[p.length];
        for (int c = 0; c < p.length; c++) {
            rounded[c] = (float) p[c];
        }
        return rounded;
    }

    /**
     * Metrics on held-out texts with labels; a row for {@link Comparison#with}.
     *
     * @throws DataException when a label did not occur in the fitted texts
     */
    public Map<Metric, Double> figures(List<Metric> metrics, List<String> texts, List<String> truth) {
        ModelSignature.Port port = port(new ModelSignature.Content.Label(labels), labels.size());
        float[] indices = new float[truth.size()];
        float[] predicted = new float[texts.size() * labels.size()];
        for (int i = 0; i < texts.size(); i++) {
            indices[i] = labels.index(truth.get(i));
            System.arraycopy(probabilities(texts.get(i)), 0, predicted, i * labels.size(), labels.size());
        }
        return values(metrics, OutputTally.of(port, NO_SCALE, Loss.crossEntropy(0), metrics), indices, predicted);
    }

    /** Metrics on held-out texts with flags; a row for {@link Comparison#with}. */
    public Map<Metric, Double> figuresOfFlags(List<Metric> metrics, List<String> texts, List<Boolean> truth) {
        ModelSignature.Port port = port(new ModelSignature.Content.Probability(), 1);
        float[] flags = new float[truth.size()];
        float[] predicted = new float[texts.size()];
        for (int i = 0; i < texts.size(); i++) {
            flags[i] = truth.get(i) ? 1 : 0;
            predicted[i] = probabilities(texts.get(i))[labels.index(YES)];
        }
        return values(metrics, OutputTally.of(port, NO_SCALE, Loss.binaryCrossEntropy(1), metrics), flags, predicted);
    }

    private static ModelSignature.Port port(ModelSignature.Content content, int width) {
        return new ModelSignature.Port("baseline", ModelSignature.Axis.none(), width, Scaling.none(), "", content);
    }

    private static Map<Metric, Double> values(
            List<Metric> metrics, OutputTally tally, float[] truth, float[] predicted) {
        if (truth.length == 0) {
            throw new DataException("no text to judge the baseline on");
        }
        tally.add(Packing.equal(truth.length, 1), truth, predicted);
        Map<Metric, Double> values = new LinkedHashMap<>();
        metrics.forEach(metric -> values.put(metric, tally.value(metric)));
        return values;
    }

    @Override
    public String toString() {
        return "logistic regression on " + table.size() + " "
                + features.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
