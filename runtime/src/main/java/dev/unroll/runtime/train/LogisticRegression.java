package dev.unroll.runtime.train;

import java.util.List;

/**
 * Multinomial logistic regression on sparse rows of length at most 1: the least of mean cross-entropy plus {@code penalty / (2
 * n)} times the squared weights, biases apart. Found by Nesterov's accelerated gradients with O'Donoghue and Candès' restarts
 * (2015), whose step is safe because the loss' curvature is at most 1. Deterministic.
 */
final class LogisticRegression {
    private static final int ITERATIONS = 2000;
    private static final double FLAT = 1e-5;

    private final int classes;
    private final int features;
    private final double[] weights; // [feature][class], the biases last

    private LogisticRegression(int classes, int features) {
        this.classes = classes;
        this.features = features;
        this.weights = new double[(features + 1) * classes];
    }

    static LogisticRegression fit(List<TextFeatures.Row> rows, int[] truth, int features, int classes, double penalty) {
        LogisticRegression model = new LogisticRegression(classes, features);
        double[] w = model.weights;
        double[] before = w.clone();
        double[] gradient = new double[w.length];
        double[] p = new double[classes];
        double pull = penalty / rows.size();
        double step = 1 / (1 + pull);
        int momentum = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double beta = momentum / (momentum + 3.0);
            double uphill = 0;
            for (int k = 0; k < w.length; k++) {
                double ahead = w[k] + beta * (w[k] - before[k]);
                before[k] = w[k];
                w[k] = ahead;
            }
            model.gradient(rows, truth, pull, gradient, p);
            double steepest = 0;
            for (int k = 0; k < w.length; k++) {
                steepest = Math.max(steepest, Math.abs(gradient[k]));
                w[k] -= step * gradient[k];
                uphill += gradient[k] * (w[k] - before[k]);
            }
            if (steepest < FLAT) {
                break;
            }
            momentum = uphill > 0 ? 0 : momentum + 1;
        }
        return model;
    }

    private void gradient(List<TextFeatures.Row> rows, int[] truth, double pull, double[] gradient, double[] p) {
        int weightsOfFeatures = features * classes;
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] = k < weightsOfFeatures ? pull * weights[k] : 0;
        }
        for (int i = 0; i < rows.size(); i++) {
            TextFeatures.Row row = rows.get(i);
            probabilities(row, p);
            p[truth[i]] -= 1;
            for (int c = 0; c < classes; c++) {
                double error = p[c] / rows.size();
                for (int j = 0; j < row.features().length; j++) {
                    gradient[row.features()[j] * classes + c] += error * row.amounts()[j];
                }
                gradient[weightsOfFeatures + c] += error;
            }
        }
    }

    /** The probability of each class. */
    void probabilities(TextFeatures.Row row, double[] p) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            double sum = weights[features * classes + c];
            for (int j = 0; j < row.features().length; j++) {
                sum += weights[row.features()[j] * classes + c] * row.amounts()[j];
            }
            p[c] = sum;
            most = Math.max(most, sum);
        }
        double all = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = StrictMath.exp(p[c] - most);
            all += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= all;
        }
    }

    /** Mean cross-entropy. */
    double loss(List<TextFeatures.Row> rows, int[] truth) {
        double[] p = new double[classes];
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            probabilities(rows.get(i), p);
            sum -= Math.log(Math.max(p[truth[i]], Double.MIN_NORMAL));
        }
        return sum / rows.size();
    }
}
