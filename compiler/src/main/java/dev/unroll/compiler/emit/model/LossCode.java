package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.LossSpec;
import java.util.ArrayList;
import java.util.List;

/** The runtime's {@code Loss} of each output; one stands for all when they are the same. */
final class LossCode {
    private LossCode() {}

    static CodeBlock of(List<LossSpec> losses) {
        return losses.stream().distinct().count() == 1
                ? of(losses.get(0))
                : losses.stream().map(LossCode::of).collect(CodeBlock.joining(", "));
    }

    private static CodeBlock of(LossSpec loss) {
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
}
