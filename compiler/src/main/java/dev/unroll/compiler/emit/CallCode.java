package dev.unroll.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.plan.PlanStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** The runtime calls of operations of tokens, classes and steps, and the class weights they name. */
final class CallCode {
    private final Names names;
    private final Map<List<Double>, String> weights = new LinkedHashMap<>();

    CallCode(Names names) {
        this.names = names;
    }

    /** The call of {@code step}, whose places {@code code} writes. */
    CodeBlock of(PlanStep.Call step, StepCode code) {
        if (step.op() instanceof Op.Broadcast) {
            return new OfSpans(step, code).onSpans(RuntimeApi.SPREAD);
        }
        if (step.op() instanceof SpanOp op) {
            return op.matchSpan(new OfSpans(step, code));
        }
        if (step.op() instanceof TokenOp op) {
            return op.matchToken(new OfRows(step, code));
        }
        return ((StepsOp) step.op()).matchSteps(new OfSteps(step, code));
    }

    /** The constants that the calls so far name; complete once all code is written. */
    List<FieldSpec> constants() {
        List<FieldSpec> fields = new ArrayList<>();
        weights.forEach((values, name) -> fields.add(FieldSpec.builder(
                        float[].class, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(values.isEmpty() ? "All classes count alike.\n" : "What each class counts in the loss.\n")
                .initializer("{$L}", values.stream().map(CallCode::number).collect(Collectors.joining(", ")))
                .build()));
        return fields;
    }

    private static String number(double value) {
        return JavaText.number(value) + "f";
    }

    private CodeBlock weights(List<Double> values) {
        return CodeBlock.of(
                "$L",
                weights.computeIfAbsent(
                        values, v -> names.freshConstant(v.isEmpty() ? "EQUAL_CLASS_WEIGHTS" : "CLASS_WEIGHTS")));
    }

    private static CodeBlock call(String method, List<CodeBlock> arguments) {
        return CodeBlock.of("device.$L($L)", method, CodeBlock.join(arguments, ", "));
    }

    /** Calls on matrices, for all rows or those of a step. */
    private final class OfRows implements TokenOp.Cases<CodeBlock> {
        private final PlanStep.Call step;
        private final StepCode code;

        private OfRows(PlanStep.Call step, StepCode code) {
            this.step = step;
            this.code = code;
        }

        private CodeBlock onMatrices(String method, CodeBlock... settings) {
            List<CodeBlock> arguments = new ArrayList<>();
            step.reads().forEach(read -> arguments.add(code.matrix(read)));
            arguments.addAll(List.of(settings));
            arguments.add(code.matrix(step.to()));
            return call(method, arguments);
        }

        @Override
        public CodeBlock gather(TokenOp.Gather op) {
            return onMatrices(RuntimeApi.GATHER);
        }

        @Override
        public CodeBlock scatter(TokenOp.Scatter op) {
            return onMatrices(step.accumulate() ? RuntimeApi.SCATTER_ADD : RuntimeApi.SCATTER);
        }

        @Override
        public CodeBlock softmax(TokenOp.Softmax op) {
            return onMatrices(RuntimeApi.SOFTMAX);
        }

        @Override
        public CodeBlock logSoftmax(TokenOp.LogSoftmax op) {
            return onMatrices(RuntimeApi.LOG_SOFTMAX);
        }

        @Override
        public CodeBlock crossEntropy(TokenOp.CrossEntropy op) {
            return onMatrices(RuntimeApi.CROSS_ENTROPY, smoothing(op.smoothing()), weights(op.weights()));
        }

        @Override
        public CodeBlock crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
            return onMatrices(RuntimeApi.CROSS_ENTROPY_GRADIENT, smoothing(op.smoothing()), weights(op.weights()));
        }

        private CodeBlock smoothing(double value) {
            return CodeBlock.of("$L", JavaText.number(value));
        }
    }

    /** Calls on spans, of all readers or of those of a step. */
    private static final class OfSpans implements SpanOp.Cases<CodeBlock> {
        private final PlanStep.Call step;
        private final StepCode code;

        private OfSpans(PlanStep.Call step, StepCode code) {
            this.step = step;
            this.code = code;
        }

        private CodeBlock onSpans(String method) {
            List<CodeBlock> arguments = new ArrayList<>();
            step.reads().forEach(read -> arguments.add(code.spans(read)));
            arguments.add(code.spans(step.to()));
            return call(method, arguments);
        }

        private CodeBlock onValues(String method) {
            return call(method, List.of(code.value(step.reads().get(0)), code.value(step.to())));
        }

        @Override
        public CodeBlock lay(SpanOp.Lay op) {
            return onValues(RuntimeApi.LAY);
        }

        @Override
        public CodeBlock unlay(SpanOp.Unlay op) {
            return onValues(RuntimeApi.UNLAY);
        }

        @Override
        public CodeBlock alive(SpanOp.Alive op) {
            throw new CompilerBug("emit", "the spans alive are a view, not a call");
        }

        @Override
        public CodeBlock widen(SpanOp.Widen op) {
            throw new CompilerBug("emit", "spans are widened where they are added, not by a call");
        }

        @Override
        public CodeBlock sumSpans(SpanOp.SumSpans op) {
            return onSpans(RuntimeApi.SUM_SPANS);
        }

        @Override
        public CodeBlock softmaxSpans(SpanOp.SoftmaxSpans op) {
            return onSpans(RuntimeApi.SOFTMAX_SPANS);
        }

        @Override
        public CodeBlock positions(SpanOp.Positions op) {
            return onSpans(RuntimeApi.POSITIONS);
        }
    }

    /** Calls on whole sequences. */
    private static final class OfSteps implements StepsOp.Cases<CodeBlock> {
        private final PlanStep.Call step;
        private final StepCode code;

        private OfSteps(PlanStep.Call step, StepCode code) {
            this.step = step;
            this.code = code;
        }

        private CodeBlock onValues(String method) {
            return call(method, List.of(code.value(step.reads().get(0)), code.value(step.to())));
        }

        @Override
        public CodeBlock sumSteps(StepsOp.SumSteps op) {
            return onValues(RuntimeApi.SUM_STEPS);
        }

        @Override
        public CodeBlock softmaxSteps(StepsOp.SoftmaxSteps op) {
            return onValues(RuntimeApi.SOFTMAX_STEPS);
        }

        @Override
        public CodeBlock lengths(StepsOp.Lengths op) {
            return call(RuntimeApi.LENGTHS, List.of(CodeBlock.of("f"), code.value(step.to())));
        }

        @Override
        public CodeBlock reverse(StepsOp.Reverse op) {
            return onValues(RuntimeApi.REVERSE);
        }
    }
}
