package dev.unroll.runtime.check;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Port;
import dev.unroll.runtime.train.TrainRun;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Random inputs and targets of a run that is packed already: numbers from a normal distribution, ids of the vocabulary (never the
 * boundary's), indices of labels, 0 or 1 where the model gives a probability; states from a normal distribution, as if steps had gone
 * before, some of which start afresh.
 */
final class RandomBatch {
    private static final int INPUTS = 2;
    private static final int TARGETS = 3;
    private static final int STATES = 5;
    private static final int RESETS = 6;

    private final long seed;
    private final SortedSet<Integer> ids = new TreeSet<>();

    RandomBatch(long seed) {
        this.seed = seed;
    }

    /** Fills a run. */
    void fill(ModelSignature signature, TrainRun run) {
        for (int i = 0; i < signature.inputs().size(); i++) {
            Port port = signature.inputs().get(i);
            randomize(run.input(i), port.content(), INPUTS, i);
            if (port.content().classes() > 0) {
                collect(run.input(i));
            }
        }
        signature.decoder().ifPresent(decoder -> {
            Matrix previous = run.input(signature.inputs().size());
            randomize(
                    previous,
                    signature.outputs().get(decoder.output()).content(),
                    INPUTS,
                    signature.inputs().size());
            collect(previous);
        });
        for (int o = 0; o < signature.outputs().size(); o++) {
            randomize(run.target(o), signature.outputs().get(o).content(), TARGETS, o);
        }
        for (int i = 0; i < signature.states().size(); i++) {
            randomize(run.state(i), Content.numbers(), STATES, i);
        }
        if (!signature.states().isEmpty()) {
            resets(run.reset());
        }
    }

    /** All ids that the inputs have: the rows of embeddings whose gradients can be other than 0. */
    SortedSet<Integer> ids() {
        return ids;
    }

    /** About half of the steps; of two or more, some step starts afresh and some does not, so that both show. */
    private void resets(Matrix reset) {
        int count = 0;
        for (int r = 0; r < reset.rows(); r++) {
            int afresh = CounterRandom.below(2, seed, 0, RESETS, r);
            count += afresh;
            reset.setDouble(r, 0, afresh);
        }
        if (count == 0 || count == reset.rows()) {
            int other = CounterRandom.below(reset.rows(), seed, 1, RESETS, 0);
            reset.setDouble(other, 0, count == 0 ? 1 : 0);
        }
    }

    private void randomize(Matrix matrix, Content content, int stream, int port) {
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                matrix.setDouble(r, c, number(content, stream, port, (long) r * matrix.cols() + c));
            }
        }
    }

    private double number(Content content, int stream, int port, long index) {
        if (content instanceof Content.Tokens tokens) {
            int first = Vocabulary.UNKNOWN;
            return first + CounterRandom.below(tokens.classes() - first, seed, port, stream, index);
        }
        if (content instanceof Content.Label labels) {
            return CounterRandom.below(labels.classes(), seed, port, stream, index);
        }
        return content instanceof Content.Probability
                ? CounterRandom.below(2, seed, port, stream, index)
                : CounterRandom.normal(seed, port, stream, index);
    }

    private void collect(Matrix matrix) {
        for (int r = 0; r < matrix.rows(); r++) {
            ids.add((int) matrix.getDouble(r, 0));
        }
    }
}
