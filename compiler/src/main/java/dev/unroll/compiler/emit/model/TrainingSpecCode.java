package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.LossSpec;
import dev.unroll.compiler.types.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The runtime's {@code TrainingSpec} of a {@code train} block: one builder call per entry the block has. */
final class TrainingSpecCode {
    private TrainingSpecCode() {}

    static CodeBlock of(TrainSpec train) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add(
                        "$T.loss($L)$>$>",
                        RuntimeApi.TRAINING_SPEC,
                        loss(train.losses().get(0)));
        train.examples()
                .ifPresent(w -> code.add("\n.window($S, $L, $L, $L)", w.input(), w.length(), w.step(), w.target()));
        train.split().ifPresent(s -> code.add("\n.chronological($L, $L)", s.train(), s.validation()));
        if (!train.metrics().isEmpty()) {
            code.add(
                    "\n.metrics($L)",
                    train.metrics().stream()
                            .map(m -> CodeBlock.of("$T.$L", RuntimeApi.METRIC, m.name()))
                            .collect(CodeBlock.joining(", ")));
        }
        code.add("\n.optimizer($L)", optimizer(train.optimizer()));
        train.clip()
                .ifPresent(c -> code.add(
                        "\n.clip($T.$L($L))",
                        RuntimeApi.CLIP,
                        switch (c.kind()) {
                            case NORM -> "norm";
                            case VALUE -> "value";
                        },
                        c.limit()));
        train.batch().ifPresent(n -> code.add("\n.batch($L)", n));
        train.epochs().ifPresent(n -> code.add("\n.epochs($L)", n));
        train.seed().ifPresent(n -> code.add("\n.seed($LL)", n));
        return code.add("\n.build()$<$<").build();
    }

    private static CodeBlock loss(LossSpec loss) {
        if (loss instanceof LossSpec.Huber huber) {
            return CodeBlock.of("$T.huber($L)", RuntimeApi.LOSS, huber.delta());
        }
        if (loss instanceof LossSpec.BinaryCrossEntropy binary) {
            return CodeBlock.of("$T.binaryCrossEntropy($L)", RuntimeApi.LOSS, binary.positiveWeight());
        }
        if (loss instanceof LossSpec.CrossEntropy cross) {
            List<CodeBlock> numbers = new ArrayList<>();
            numbers.add(CodeBlock.of("$L", cross.smoothing()));
            cross.weights().forEach(weight -> numbers.add(CodeBlock.of("$L", weight)));
            return CodeBlock.of("$T.crossEntropy($L)", RuntimeApi.LOSS, CodeBlock.join(numbers, ", "));
        }
        return CodeBlock.of("$T.$L()", RuntimeApi.LOSS, loss.word());
    }

    private static CodeBlock optimizer(TrainSpec.Optimizer optimizer) {
        if (optimizer instanceof TrainSpec.Sgd sgd) {
            return CodeBlock.of(
                    "new $T.Sgd($L, $L, $L)", RuntimeApi.OPTIMIZER, sgd.rate(), sgd.momentum(), sgd.nesterov());
        }
        TrainSpec.Adam adam = (TrainSpec.Adam) optimizer;
        return CodeBlock.of(
                "new $T.Adam($L, $L, $L, $L)",
                RuntimeApi.OPTIMIZER,
                adam.rate(),
                adam.beta1(),
                adam.beta2(),
                adam.epsilon());
    }

    /** One line for Javadoc, such as {@code mse, Adam, batch 32, 50 epochs}. */
    static String inWords(TrainSpec train) {
        String words = "loss " + train.lossInWords();
        if (!train.metrics().isEmpty()) {
            words += ", metrics "
                    + train.metrics().stream()
                            .map(m -> m.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return words;
    }
}
