package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.TrainSpec;
import java.util.Locale;
import java.util.stream.Collectors;

/** The runtime's {@code TrainingSpec} of a {@code train} block: one builder call per entry the block has. */
final class TrainingSpecCode {
    private TrainingSpecCode() {}

    static CodeBlock of(TrainSpec train) {
        CodeBlock.Builder code =
                CodeBlock.builder().add("$T.loss($L)$>$>", RuntimeApi.TRAINING_SPEC, LossCode.of(train.losses()));
        train.examples()
                .ifPresent(w -> code.add("\n.window($S, $L, $L, $L)", w.input(), w.length(), w.step(), w.target()));
        train.target().ifPresent(s -> code.add("\n.shift($S, $L)", s.input(), s.by()));
        train.backprop().ifPresent(b -> b.resetAt()
                .ifPresentOrElse(
                        token -> code.add("\n.truncated($L, $S)", b.steps(), token),
                        () -> code.add("\n.truncated($L, $L)", b.steps(), b.carryState())));
        train.teacherForcing().ifPresent(s -> code.add("\n.teacherForcing($L)", OptimizerCode.of(s)));
        train.split()
                .ifPresent(s -> code.add(
                        "\n.split($T.$L($L, $L, $L))",
                        RuntimeApi.SPLIT,
                        lower(s.kind()),
                        s.train(),
                        s.validation(),
                        s.test()));
        if (!train.metrics().isEmpty()) {
            code.add(
                    "\n.metrics($L)",
                    train.metrics().stream().map(MetricCode::of).collect(CodeBlock.joining(", ")));
        }
        code.add("\n.optimizer($L)", OptimizerCode.of(train.optimizer()));
        train.weightDecay().ifPresent(decay -> code.add("\n.weightDecay($L)", OptimizerCode.of(decay)));
        train.clip().ifPresent(c -> code.add("\n.clip($T.$L($L))", RuntimeApi.CLIP, lower(c.kind()), c.limit()));
        train.stopWhen()
                .ifPresent(s -> code.add(
                        "\n.stopWhen(new $T($L, $L, $L, $L))",
                        RuntimeApi.STOP_WHEN,
                        MetricCode.of(s.of()),
                        s.patience(),
                        s.least(),
                        s.restoreBest()));
        train.batch().ifPresent(batch -> code.add(batch(batch)));
        train.epochs().ifPresent(n -> code.add("\n.epochs($L)", n));
        train.seed().ifPresent(n -> code.add("\n.seed($LL)", n));
        return code.add("\n.build()$<$<").build();
    }

    private static CodeBlock batch(TrainSpec.Batch batch) {
        if (!batch.tokens()) {
            return CodeBlock.of("\n.batch($L)", batch.count());
        }
        return batch.bucketBy()
                .map(input -> CodeBlock.of("\n.tokens($L, $S)", batch.count(), input))
                .orElseGet(() -> CodeBlock.of("\n.tokens($L)", batch.count()));
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** One line for Javadoc, such as {@code loss mse, metrics mae, rmse}. */
    static String inWords(TrainSpec train) {
        String words = "loss " + train.lossInWords();
        if (!train.metrics().isEmpty()) {
            words += ", metrics "
                    + train.metrics().stream().map(m -> lower(m.kind())).collect(Collectors.joining(", "));
        }
        return words;
    }
}
