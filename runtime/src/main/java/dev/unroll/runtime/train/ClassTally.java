package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.metric.ClassCounts;
import dev.unroll.runtime.metric.EditCounts;
import dev.unroll.runtime.metric.SpanCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;

/** Labels or tokens, predicted as one probability for each. */
final class ClassTally extends OutputTally {
    private final int classes;
    private final Loss.CrossEntropy loss;
    private final ClassCounts counts;
    private final long[] ranks; // how often the true class came at this place, from 0; the last entry is for all below
    private final Optional<SpanCounts> spans;
    private final Optional<EditCounts> edits;
    private double lossSum;
    private double nats; // sum of -log of the true classes' probabilities
    private int[] guesses = new int[0];
    private int[] truthOfOne = new int[0];
    private int[] guessesOfOne = new int[0];

    ClassTally(ModelSignature.Port port, Loss loss, List<Metric> metrics) {
        super(port);
        this.classes = port.content().classes();
        if (!(loss instanceof Loss.CrossEntropy entropy)
                || (!entropy.weights().isEmpty() && entropy.weights().size() != classes)) {
            throw new IllegalArgumentException("loss " + loss + " does not fit output " + port);
        }
        this.loss = entropy;
        this.counts = new ClassCounts(classes);
        int places = 1;
        boolean bySpan = false;
        boolean byEdits = false;
        for (Metric metric : metrics) {
            if (metric instanceof Metric.TopK top) {
                places = Math.max(places, Math.min(top.k(), classes));
            }
            bySpan |= metric instanceof Metric.Averaged averaged
                    && averaged.averageFor(Metric.Content.of(port.content())) == Metric.Average.SPAN;
            byEdits |= metric instanceof Metric.EditDistance;
        }
        this.ranks = new long[places + 1];
        this.spans = bySpan ? Optional.of(SpanCounts.of(labels(port))) : Optional.empty();
        this.edits = byEdits ? Optional.of(new EditCounts()) : Optional.empty();
    }

    private static List<String> labels(ModelSignature.Port port) {
        return ((ModelSignature.Content.Label) port.content()).labels().labels();
    }

    @Override
    void clear() {
        counts.clear();
        Arrays.fill(ranks, 0);
        spans.ifPresent(SpanCounts::clear);
        edits.ifPresent(EditCounts::clear);
        lossSum = 0;
        nats = 0;
    }

    @Override
    void add(Packing packing, float[] truth, float[] predicted) {
        int rows = rows(packing);
        reserve(rows, packing);
        for (int i = 0; i < rows; i++) {
            int label = (int) truth[i];
            int at = i * classes;
            float p = predicted[at + label];
            int best = 0;
            float most = predicted[at];
            int rank = 0;
            for (int c = 0; c < classes; c++) {
                float other = predicted[at + c];
                best = other > most ? c : best;
                most = other > most ? other : most;
                rank += other > p || (other == p && c < label) ? 1 : 0;
            }
            row(i, label, best, rank, p, loss.of(label, predicted, at, classes));
        }
        sequences(packing, truth);
    }

    /** Adds a batch for which the same is said always. */
    void addConstant(Packing packing, float[] truth, ClassPrior prior) {
        int rows = rows(packing);
        reserve(rows, packing);
        for (int i = 0; i < rows; i++) {
            int label = (int) truth[i];
            row(i, label, prior.best(), prior.rank(label), prior.probability(label), prior.loss(loss, label));
        }
        sequences(packing, truth);
    }

    private void reserve(int rows, Packing packing) {
        if (guesses.length < rows) {
            guesses = new int[rows];
        }
        if (truthOfOne.length < packing.steps()) {
            truthOfOne = new int[packing.steps()];
            guessesOfOne = new int[packing.steps()];
        }
    }

    private void row(int i, int label, int best, int rank, double p, double lossOfRow) {
        guesses[i] = best;
        counts.add(label, best);
        ranks[Math.min(rank, ranks.length - 1)]++;
        nats -= Math.log(Math.max(p, Loss.LEAST));
        lossSum += lossOfRow;
    }

    private void sequences(Packing packing, float[] truth) {
        if (spans.isEmpty() && edits.isEmpty()) {
            return;
        }
        for (int row = 0; row < packing.batch(); row++) {
            int length = packing.length(row);
            for (int t = 0; t < length; t++) {
                truthOfOne[t] = (int) truth[packing.offset(t) + row];
                guessesOfOne[t] = guesses[packing.offset(t) + row];
            }
            if (spans.isPresent()) {
                spans.get().add(truthOfOne, guessesOfOne, length);
            }
            if (edits.isPresent()) {
                edits.get().add(truthOfOne, length, guessesOfOne, length);
            }
        }
    }

    /** The most probable class of each row added last, packed. */
    int guess(int row) {
        return guesses[row];
    }

    ClassCounts counts() {
        return counts;
    }

    @Override
    void save(DoubleStream.Builder sums) {
        sums.add(lossSum).add(nats);
        for (long rank : ranks) {
            sums.add((double) rank);
        }
        counts.save(sums);
        spans.ifPresent(found -> found.save(sums));
        edits.ifPresent(found -> found.save(sums));
    }

    @Override
    void restore(PrimitiveIterator.OfDouble sums) {
        lossSum = sums.nextDouble();
        nats = sums.nextDouble();
        for (int rank = 0; rank < ranks.length; rank++) {
            ranks[rank] = (long) sums.nextDouble();
        }
        counts.restore(sums);
        spans.ifPresent(found -> found.restore(sums));
        edits.ifPresent(found -> found.restore(sums));
    }

    @Override
    double loss() {
        return lossSum / counts.rows();
    }

    @Override
    double value(Metric metric) {
        return switch (metric.kind()) {
            case ACCURACY -> counts.accuracy();
            case TOP_K -> topK((Metric.TopK) metric);
            case PRECISION, RECALL, F1 -> averaged((Metric.Averaged) metric);
            case PERPLEXITY -> Math.exp(nats / counts.rows());
            case BITS_PER_CHARACTER -> nats / Math.log(2) / counts.rows();
            case EDIT_DISTANCE -> edits((Metric.EditDistance) metric);
            case MAE, RMSE, MSE, MAPE, AUC -> throw unknown(metric);
        };
    }

    private double topK(Metric.TopK metric) {
        int k = Math.min(metric.k(), classes);
        if (k >= ranks.length) {
            throw unknown(metric);
        }
        long within = 0;
        for (int rank = 0; rank < k; rank++) {
            within += ranks[rank];
        }
        return (double) within / counts.rows();
    }

    private double averaged(Metric.Averaged metric) {
        return switch (metric.averageFor(Metric.Content.of(port().content()))) {
            case BINARY -> throw unknown(metric);
            case MACRO -> counts.macro(figure(metric.kind()));
            // Each row has one true and one predicted class: all three are the share of right ones.
            case MICRO -> counts.accuracy();
            case SPAN -> {
                SpanCounts found = spans.orElseThrow(() -> unknown(metric));
                yield switch (metric.kind()) {
                    case PRECISION -> found.precision();
                    case RECALL -> found.recall();
                    default -> found.f1();
                };
            }
        };
    }

    private double edits(Metric.EditDistance metric) {
        EditCounts found = edits.orElseThrow(() -> unknown(metric));
        return switch (metric.unit()) {
            case TOKEN -> found.tokenRate();
            case SEQUENCE -> found.sequenceRate();
        };
    }

    static ClassCounts.Figure figure(Metric.Kind kind) {
        return switch (kind) {
            case PRECISION -> ClassCounts::precision;
            case RECALL -> ClassCounts::recall;
            case F1 -> ClassCounts::f1;
            default -> throw new IllegalArgumentException(kind + " is no figure of a class");
        };
    }
}
