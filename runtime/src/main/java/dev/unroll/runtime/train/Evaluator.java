package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.metric.ConfusionMatrix;
import dev.unroll.runtime.text.LabelSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges a model on examples, batch by batch: probabilities are looked at and forgotten, so that the predictions of a language
 * model are never held together.
 */
final class Evaluator {
    private final TrainingSpec spec;
    private final Scalers scalers;
    private final Predictor predictor;
    private final Priors priors;
    private final Optional<ResetToken> resetToken;

    /**
     * An evaluator. A model trained on stretches is judged on stretches, with states carried on where they were in training.
     *
     * @param priors of the training part
     * @param resetToken after which carried states start afresh
     */
    Evaluator(TrainingSpec spec, Scalers scalers, Predictor predictor, Priors priors, Optional<ResetToken> resetToken) {
        this.resetToken = resetToken;
        this.spec = spec;
        this.scalers = scalers;
        this.predictor = predictor;
        this.priors = priors;
    }

    /** Loss and metrics only, as after each epoch. */
    Tallies tally(Examples scaled) {
        Tallies tallies = new Tallies(scaled.signature(), scalers, spec);
        each(scaled, stretches(scaled), batch -> {
            for (int o = 0; o < batch.outputs(); o++) {
                tallies.add(o, batch.packing(), batch.truth(o), batch.predicted(o));
            }
        });
        return tallies;
    }

    /**
     * Everything a report shows.
     *
     * @param examples in the data's units
     * @param scaled the same in the model's range
     */
    Evaluation evaluate(String part, Examples examples, Examples scaled) {
        Optional<Stretches> stretches = stretches(scaled);
        return evaluate(part, stretches.map(examples::stretches).orElse(examples), scaled, stretches);
    }

    private Optional<Stretches> stretches(Examples scaled) {
        return spec.backprop()
                .map(truncated -> Stretches.of(
                        scaled,
                        resetToken,
                        truncated.steps(),
                        truncated.carryState() ? predictor.rows(truncated.steps()) : 1));
    }

    /** Shows the predictions of all examples or, where there are some, of their stretches. */
    private void each(Examples scaled, Optional<Stretches> stretches, Consumer<PredictedBatch> reader) {
        if (stretches.isEmpty()) {
            predictor.each(scaled, reader);
        } else if (spec.backprop().orElseThrow().carryState()) {
            predictor.each(scaled.stretches(stretches.get()), stretches.get(), reader);
        } else {
            predictor.each(scaled.stretches(stretches.get()), reader);
        }
    }

    private Evaluation evaluate(String part, Examples examples, Examples scaled, Optional<Stretches> stretches) {
        ModelSignature signature = examples.signature();
        List<OutputWatch> watches = new ArrayList<>();
        for (int o = 0; o < signature.outputs().size(); o++) {
            watches.add(new OutputWatch(o, examples));
        }
        each(scaled, stretches, batch -> watches.forEach(watch -> watch.add(batch)));
        return new Evaluation(
                part,
                examples.size(),
                watches.stream().mapToDouble(watch -> watch.tally.loss()).sum(),
                watches.stream().map(OutputWatch::result).toList());
    }

    /** One output during an evaluation. */
    private final class OutputWatch {
        private final int o;
        private final Examples examples;
        private final ModelSignature.Port port;
        private final List<Metric> metrics;
        private final OutputTally tally;
        private final OutputTally majority;
        private final Optional<ClassPrior> prior;
        private final SampleCollector samples;
        private final Values predicted; // of numbers only

        OutputWatch(int o, Examples examples) {
            this.o = o;
            this.examples = examples;
            this.port = examples.signature().outputs().get(o);
            this.metrics = kept(port);
            this.tally = OutputTally.of(port, scalers.outputs().get(o), spec.loss(o), metrics);
            this.majority = OutputTally.of(port, scalers.outputs().get(o), spec.loss(o), metrics);
            this.prior = tally instanceof ClassTally
                    ? Optional.of(new ClassPrior(priors.counts().get(o)))
                    : Optional.empty();
            this.samples = new SampleCollector(port, examples);
            boolean numbers = tally instanceof NumberTally;
            this.predicted = Values.blank(numbers ? examples.lengths() : new int[0], port.width(), port.isSequence());
        }

        private List<Metric> kept(ModelSignature.Port port) {
            List<Metric> kept = new ArrayList<>(spec.metrics());
            for (Metric standard : List.of(Metric.ACCURACY, Metric.AUC, Metric.PERPLEXITY)) {
                if (!kept.contains(standard)) {
                    kept.add(standard);
                }
            }
            kept.removeIf(metric -> !OutputTally.accepts(port, metric));
            return kept;
        }

        void add(PredictedBatch batch) {
            float[] truth = batch.truth(o);
            tally.add(batch.packing(), truth, batch.predicted(o));
            if (tally instanceof NumberTally) {
                batch.unpack(o, predicted);
                return;
            }
            samples.add(batch.first(), batch.packing(), truth, batch.predicted(o));
            if (majority instanceof ProbabilityTally binary) {
                long[] counts = priors.counts().get(o);
                binary.addConstant(batch.packing(), truth, (float) counts[1] / (counts[0] + counts[1]));
            } else if (majority instanceof ClassTally classes) {
                classes.addConstant(batch.packing(), truth, prior.orElseThrow());
            }
        }

        OutputEvaluation result() {
            if (tally instanceof ClassTally classes) {
                return new Classification(
                        port,
                        classes.counts().rows(),
                        values(tally),
                        values(majority),
                        prior.orElseThrow().best(),
                        port.content() instanceof ModelSignature.Content.Label label
                                ? matrix(label.labels(), classes)
                                : Optional.empty(),
                        samples.samples());
            }
            if (tally instanceof ProbabilityTally binary) {
                long[] counts = priors.counts().get(o);
                return new Detection(
                        port,
                        binary.counts().rows(),
                        values(tally),
                        values(majority),
                        counts[1] > counts[0] ? 1 : 0,
                        new ConfusionMatrix(
                                List.of("no", "yes"), binary.counts().matrix().orElseThrow()),
                        binary.curve().points(Detection.POINTS),
                        samples.samples());
            }
            return new Forecast(
                    port,
                    examples.targets().get(o),
                    predicted.restored(scalers.outputs().get(o)),
                    spec.window()
                            .map(w -> examples.inputs().get(examples.signature().input(w.input()))));
        }

        private Optional<ConfusionMatrix> matrix(LabelSet labels, ClassTally classes) {
            return classes.counts().matrix().map(counts -> new ConfusionMatrix(labels.labels(), counts));
        }

        private Map<Metric, Double> values(OutputTally of) {
            Map<Metric, Double> values = new LinkedHashMap<>();
            metrics.forEach(metric -> values.put(metric, of.value(metric)));
            return values;
        }
    }
}
