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
    private final ModelSignature signature;
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
    Evaluator(
            ModelSignature signature,
            TrainingSpec spec,
            Scalers scalers,
            Predictor predictor,
            Priors priors,
            Optional<ResetToken> resetToken) {
        this.signature = signature;
        this.resetToken = resetToken;
        this.spec = spec;
        this.scalers = scalers;
        this.predictor = predictor;
        this.priors = priors;
    }

    /** Loss and metrics only, as after each epoch. */
    Tallies tally(ExamplePart part) {
        Tallies tallies = new Tallies(signature, scalers, spec);
        part.each(chunk -> each(chunk.scaled(), stretches(chunk.scaled()), batch -> {
            for (int o = 0; o < batch.outputs(); o++) {
                tallies.add(o, batch.packing(o), batch.truth(o), batch.predicted(o));
            }
        }));
        return tallies;
    }

    /** Everything a report shows. */
    Evaluation evaluate(String name, ExamplePart part) {
        List<OutputWatch> watches = new ArrayList<>();
        for (int o = 0; o < signature.outputs().size(); o++) {
            watches.add(new OutputWatch(o));
        }
        part.each(chunk -> {
            Optional<Stretches> stretches = stretches(chunk.scaled());
            Examples shown = stretches.map(chunk.examples()::stretches).orElse(chunk.examples());
            // Of a part in chunks, stretches are counted one chunk after the other: how many all have follows from the
            // first.
            int all = (int) Math.min(
                    Integer.MAX_VALUE,
                    (long) part.size() * shown.size() / chunk.examples().size());
            watches.forEach(watch -> watch.begin(shown, all));
            each(chunk.scaled(), stretches, batch -> watches.forEach(watch -> watch.add(batch)));
        });
        return new Evaluation(
                name,
                watches.get(0).seen,
                watches.stream().mapToDouble(watch -> watch.tally.loss()).sum(),
                watches.stream().map(OutputWatch::result).toList());
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

    /** One output during an evaluation. */
    private final class OutputWatch {
        private final int o;
        private final ModelSignature.Port port;
        private final List<Metric> metrics;
        private final OutputTally tally;
        private final OutputTally majority;
        private final Optional<ClassPrior> prior;
        private final SampleCollector samples;
        private boolean chunkIsFirst;
        private int seen; // examples or stretches of all chunks so far
        private Examples first; // the first chunk: the only one whose numbers are kept
        private Values predicted; // of numbers only

        OutputWatch(int o) {
            this.o = o;
            this.port = signature.outputs().get(o);
            this.metrics = kept(port);
            this.tally = OutputTally.of(port, scalers.outputs().get(o), spec.loss(o), metrics);
            this.majority = OutputTally.of(port, scalers.outputs().get(o), spec.loss(o), metrics);
            this.prior = tally instanceof ClassTally
                    ? Optional.of(new ClassPrior(priors.counts().get(o)))
                    : Optional.empty();
            this.samples = new SampleCollector(port);
        }

        /** Goes on with a chunk. */
        void begin(Examples chunk, int all) {
            samples.begin(chunk, seen, all);
            if (seen == 0 && tally instanceof NumberTally) {
                first = chunk;
                predicted = Values.blank(chunk.lengths(signature.axis(port)), port.width(), port.isSequence());
            }
            chunkIsFirst = seen == 0;
            seen += chunk.size();
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
            tally.add(batch.packing(o), truth, batch.predicted(o));
            if (tally instanceof NumberTally) {
                if (chunkIsFirst) {
                    batch.unpack(o, predicted);
                    samples.addWeights(batch);
                }
                return;
            }
            samples.add(batch, o, truth, batch.predicted(o));
            if (majority instanceof ProbabilityTally binary) {
                long[] counts = priors.counts().get(o);
                binary.addConstant(batch.packing(o), truth, (float) counts[1] / (counts[0] + counts[1]));
            } else if (majority instanceof ClassTally classes) {
                classes.addConstant(batch.packing(o), truth, prior.orElseThrow());
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
                    first.targets().get(o),
                    predicted.restored(scalers.outputs().get(o)),
                    spec.window().map(w -> first.inputs().get(signature.input(w.input()))),
                    first.size() == seen ? Optional.empty() : Optional.of(errors()),
                    samples.samples());
        }

        private Map<Metric, Double> errors() {
            Map<Metric, Double> errors = new LinkedHashMap<>();
            for (Metric metric : List.of(Metric.MAE, Metric.RMSE, Metric.MSE, Metric.MAPE)) {
                errors.put(metric, tally.value(metric));
            }
            return errors;
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
