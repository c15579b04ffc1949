package dev.unroll.runtime.io;

import dev.unroll.runtime.train.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Metrics as metadata text, which is how they are written in a {@code .rnn} file. Throws IllegalArgumentException on other text. */
final class MetricText {
    private static final List<Metric> PLAIN = List.of(
            Metric.MAE,
            Metric.RMSE,
            Metric.MSE,
            Metric.MAPE,
            Metric.ACCURACY,
            Metric.PRECISION,
            Metric.RECALL,
            Metric.F1,
            Metric.AUC,
            Metric.PERPLEXITY,
            Metric.BITS_PER_CHARACTER,
            Metric.EDIT_DISTANCE,
            Metric.editDistance(Metric.Unit.SEQUENCE));

    private MetricText() {}

    static Metric metric(String text) {
        Optional<Metric> plain =
                PLAIN.stream().filter(m -> m.toString().equals(text)).findFirst();
        return plain.orElseGet(() -> withOption(text));
    }

    private static Metric withOption(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new IllegalArgumentException(text);
        }
        String kind = text.substring(0, open);
        String option = text.substring(open + 1, text.length() - 1);
        if (kind.equals("top_k")) {
            return Metric.topK(Integer.parseInt(option));
        }
        Metric.Average average = Metric.Average.valueOf(
                option.substring(option.lastIndexOf(' ') + 1).toUpperCase(Locale.ROOT));
        return new Metric.Averaged(Metric.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), Optional.of(average));
    }
}
