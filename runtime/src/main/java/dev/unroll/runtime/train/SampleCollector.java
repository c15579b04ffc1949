package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Packing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Chooses examples worth looking at: the wrong ones of greatest loss, and some from all over the part. */
final class SampleCollector {
    static final int MISTAKES = 12;
    static final int SPREAD = 12;

    private final ModelSignature.Port port;
    private Examples examples; // the chunk looked at
    private int chunk; // place of its first example in the part
    private int all;
    private final List<Sample> spread = new ArrayList<>();
    private final PriorityQueue<Sample> mistakes = new PriorityQueue<>(Comparator.comparingDouble(Sample::surprise));

    SampleCollector(ModelSignature.Port port) {
        this.port = port;
    }

    /**
     * Goes on with a chunk of the part.
     *
     * @param from the place of its first example in the part
     * @param count how many examples the part has
     */
    void begin(Examples next, int from, int count) {
        examples = next;
        chunk = from;
        all = count;
    }

    /** Looks at a batch of the chunk, whose predictions may have been copied elsewhere. */
    void add(PredictedBatch batch, int o, float[] truth, float[] predicted) {
        Packing packing = batch.packing(o);
        for (int row = 0; row < packing.batch(); row++) {
            int example = chunk + batch.first() + packing.source(row);
            Sample sample = sample(example, row, packing, truth, predicted);
            boolean due = isDue(example, all);
            if (!due && sample.isRight()) {
                continue;
            }
            sample = sample.with(weights(batch, packing.source(row)));
            if (due) {
                spread.add(sample);
            }
            if (!sample.isRight()) {
                mistakes.add(sample);
                if (mistakes.size() > MISTAKES) {
                    mistakes.remove();
                }
            }
        }
    }

    /** Looks at a batch of the first chunk of numbers, of which none is right or wrong: how poolings weigh is all that is kept. */
    void addWeights(PredictedBatch batch) {
        for (int row = 0; row < batch.packing().batch() && !batch.poolings().isEmpty(); row++) {
            int example = batch.first() + batch.packing().source(row);
            if (isDue(example, examples.size())) {
                spread.add(new Sample(
                        example,
                        inputs(example),
                        List.of(),
                        List.of(),
                        List.of(),
                        weights(batch, batch.packing().source(row))));
            }
        }
    }

    private static boolean isDue(int example, int count) {
        return example == 0 || (long) example * SPREAD / count != (example - 1L) * SPREAD / count;
    }

    /** How poolings weigh an example; {@code source} is its place in the batch as it was chosen. */
    private static List<Sample.Weights> weights(PredictedBatch batch, int source) {
        List<Sample.Weights> all = new ArrayList<>();
        for (Pooling pooling : batch.poolings()) {
            Packing packing = pooling.weights().packing();
            int row = 0;
            while (packing.source(row) != source) {
                row++;
            }
            List<Float> steps = new ArrayList<>();
            for (int t = 0; t < Math.min(packing.length(row), Sample.STEPS); t++) {
                steps.add(pooling.weights().all().get(packing.offset(t) + row, 0));
            }
            all.add(new Sample.Weights(pooling.layer(), steps));
        }
        return all;
    }

    private Sample sample(int example, int row, Packing packing, float[] truth, float[] predicted) {
        int rows = port.isSequence() ? Math.min(packing.length(row), Sample.STEPS) : 1;
        List<Integer> labels = new ArrayList<>(rows);
        List<Integer> guesses = new ArrayList<>(rows);
        List<Float> probabilities = new ArrayList<>(rows);
        int width = port.width();
        boolean binary = port.content().classes() == 0;
        for (int t = 0; t < rows; t++) {
            int place = port.isSequence() ? packing.offset(t) + row : row;
            int label = (int) truth[place];
            labels.add(label);
            if (binary) {
                float p = predicted[place];
                guesses.add(p > ProbabilityTally.THRESHOLD ? 1 : 0);
                probabilities.add(label == 1 ? p : 1 - p);
            } else {
                int best = 0;
                for (int c = 1; c < width; c++) {
                    best = predicted[place * width + c] > predicted[place * width + best] ? c : best;
                }
                guesses.add(best);
                probabilities.add(predicted[place * width + label]);
            }
        }
        return new Sample(example, inputs(example - chunk), labels, guesses, probabilities);
    }

    private List<List<Integer>> inputs(int example) {
        List<List<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < examples.signature().inputs().size(); i++) {
            List<Integer> ids = new ArrayList<>();
            Values values = examples.inputs().get(i);
            if (examples.signature().inputs().get(i).content() instanceof ModelSignature.Content.Tokens) {
                for (int t = 0; t < Math.min(values.length(example), Sample.STEPS); t++) {
                    ids.add((int) values.get(example, t, 0));
                }
            }
            inputs.add(ids);
        }
        return inputs;
    }

    /** Mistakes first, then the others. */
    List<Sample> samples() {
        List<Sample> chosen = new ArrayList<>(mistakes);
        chosen.sort(Comparator.comparingDouble(Sample::surprise).reversed().thenComparingInt(Sample::example));
        spread.stream()
                .sorted(Comparator.comparingInt(Sample::example))
                .filter(sample -> chosen.stream().noneMatch(other -> other.example() == sample.example()))
                .forEach(chosen::add);
        return chosen;
    }
}
