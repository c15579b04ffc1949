package dev.unroll.runtime.report;

import dev.unroll.runtime.train.Forecast;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.OutputEvaluation;
import dev.unroll.runtime.train.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts of an evaluated part as the poolings of the model have weighed them, beside the truth and what the model says. */
final class AttentionSection {
    /** Most examples that are wrong, and most of the others. */
    private static final int EACH = 6;

    private final PortNames names;

    AttentionSection(PortNames names) {
        this.names = names;
    }

    /** One for each example, pooling and text; none where nothing is pooled, or no text is read. */
    List<WeightedText> texts(OutputEvaluation output, List<Sample> samples) {
        Stream<Sample> wrong =
                samples.stream().filter(sample -> !sample.isRight()).limit(EACH);
        Stream<Sample> others = samples.stream().filter(Sample::isRight).limit(EACH);
        return Stream.concat(wrong, others)
                .flatMap(sample -> texts(output, sample))
                .toList();
    }

    private Stream<WeightedText> texts(OutputEvaluation output, Sample sample) {
        String caption = caption(output, sample);
        Map<String, Integer> uses = new HashMap<>();
        return sample.weights().stream().flatMap(weights -> {
            int use = uses.merge(weights.layer(), 1, Integer::sum);
            String of = caption + "; weights of " + weights.layer() + (use > 1 ? " (" + use + ")" : "");
            return IntStream.range(0, sample.inputs().size())
                    .filter(i -> names.input(i).isSequence()
                            && !sample.inputs().get(i).isEmpty())
                    .mapToObj(i -> new WeightedText(
                            of,
                            names.of(names.input(i), sample.inputs().get(i)),
                            weights.steps().stream().map(Float::doubleValue).toList()));
        });
    }

    private String caption(OutputEvaluation output, Sample sample) {
        ModelSignature.Port port = output.output();
        String place = port.name() + ", example " + sample.example() + ": ";
        if (output instanceof Forecast forecast) {
            int k = sample.example();
            int row = forecast.truth().length(k) - 1;
            return place
                    + String.format(
                            Locale.ROOT,
                            "truth %.4g, model %.4g",
                            forecast.truth().get(k, row, 0),
                            forecast.predicted().get(k, row, 0));
        }
        int steps = sample.truth().size();
        if (port.isSequence()) {
            long right = IntStream.range(0, steps)
                    .filter(t -> sample.truth().get(t).equals(sample.predicted().get(t)))
                    .count();
            return place + right + " of " + steps + " steps right";
        }
        return place
                + String.format(
                        Locale.ROOT,
                        "truth %s, model %s%s, probability of the truth %.3f",
                        names.of(port, sample.truth().get(0)),
                        sample.isRight() ? "" : "✗ ",
                        names.of(port, sample.predicted().get(0)),
                        sample.probability().get(0));
    }
}
