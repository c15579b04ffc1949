package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.TrainSpec;
import java.util.Locale;

/** The runtime's metrics, and what is watched after an epoch. */
final class MetricCode {
    private MetricCode() {}

    static CodeBlock of(TrainSpec.Metric metric) {
        if (metric.k().isPresent()) {
            return CodeBlock.of("$T.topK($L)", RuntimeApi.METRIC, metric.k().getAsInt());
        }
        if (metric.ofSequences()) {
            return CodeBlock.of("$T.editDistance($T.Unit.SEQUENCE)", RuntimeApi.METRIC, RuntimeApi.METRIC);
        }
        if (metric.average().isPresent()) {
            return CodeBlock.of(
                    "$T.$L($T.Average.$L)",
                    RuntimeApi.METRIC,
                    metric.kind().name().toLowerCase(Locale.ROOT),
                    RuntimeApi.METRIC,
                    metric.average().get().name());
        }
        return CodeBlock.of("$T.$L", RuntimeApi.METRIC, metric.kind().name());
    }

    static CodeBlock of(TrainSpec.Watch watch) {
        return watch.metric()
                .map(metric -> CodeBlock.of("$T.validation($L)", RuntimeApi.WATCH, of(metric)))
                .orElseGet(() -> CodeBlock.of(
                        "$T.$L()", RuntimeApi.WATCH, watch.validation() ? "validationLoss" : "trainingLoss"));
    }
}
