package dev.unroll.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.plan.Place;
import dev.unroll.compiler.plan.PlanStep;
import java.util.List;

/** The runtime call of each step, without the semicolon. */
final class StepCode implements PlanStep.Cases<CodeBlock> {
    private final Views program;
    private final Views frame;
    private final KernelEmitter kernels;
    private final LoopMethods loops;
    private final CallCode calls;

    /** Where loops find their methods. */
    @FunctionalInterface
    interface LoopMethods {
        /** Name of the field that holds a loop's method. */
        String lane(PlanStep.Loop loop);
    }

    StepCode(Views program, Views frame, KernelEmitter kernels, CallCode calls, LoopMethods loops) {
        this.program = program;
        this.frame = frame;
        this.kernels = kernels;
        this.calls = calls;
        this.loops = loops;
    }

    /** A place as a matrix. */
    CodeBlock matrix(Place place) {
        return CodeBlock.of("$L$L", value(place), Views.rows(place));
    }

    /** A place as spans with their readers, or as the matrix of what has none. */
    CodeBlock spans(Place place) {
        return place.isOfSpans() ? CodeBlock.of("$L$L", value(place), Views.spans(place)) : matrix(place);
    }

    /** The field of a place: a matrix, rows or sequence. */
    CodeBlock value(Place place) {
        boolean inFrame = place.buffer().storage().inFrame();
        return inFrame ? CodeBlock.of("f.$L", frame.field(place)) : CodeBlock.of("$L", program.field(place));
    }

    private static CodeBlock call(String method, CodeBlock... arguments) {
        return CodeBlock.of("device.$L($L)", method, CodeBlock.join(List.of(arguments), ", "));
    }

    @Override
    public CodeBlock gemm(PlanStep.Gemm step) {
        String method =
                switch (step.variant()) {
                    case PLAIN -> step.accumulate() ? RuntimeApi.GEMM_ADD : RuntimeApi.GEMM;
                    case NT -> step.accumulate() ? RuntimeApi.GEMM_ADD_NT : RuntimeApi.GEMM_NT;
                    case TN -> step.accumulate() ? RuntimeApi.GEMM_ADD_TN : RuntimeApi.GEMM_TN;
                    case BEFORE_TN -> step.accumulate() ? RuntimeApi.GEMM_ADD_BEFORE_TN : RuntimeApi.GEMM_BEFORE_TN;
                };
        if (step.variant() == PlanStep.Variant.BEFORE_TN) {
            return call(method, value(step.a()), value(step.b()), matrix(step.c()));
        }
        return call(method, matrix(step.a()), matrix(step.b()), matrix(step.c()));
    }

    @Override
    public CodeBlock fill(PlanStep.Fill step) {
        return call(RuntimeApi.FILL, matrix(step.to()), CodeBlock.of("$L", JavaText.number(step.value())));
    }

    @Override
    public CodeBlock fillRows(PlanStep.FillRows step) {
        return call(RuntimeApi.FILL_ROWS, matrix(step.vector()), matrix(step.to()));
    }

    @Override
    public CodeBlock fillCount(PlanStep.FillCount step) {
        String count = step.extent().kind() == Extent.Kind.BATCH ? "batch" : "tokens";
        CodeBlock axis = step.axis() == 0 ? CodeBlock.of("") : CodeBlock.of("$L", step.axis());
        return call(RuntimeApi.FILL, matrix(step.to()), CodeBlock.of("f.packing($L).$L()", axis, count));
    }

    @Override
    public CodeBlock copy(PlanStep.Copy step) {
        return call(RuntimeApi.COPY, matrix(step.from()), matrix(step.to()));
    }

    @Override
    public CodeBlock add(PlanStep.Add step) {
        return call(RuntimeApi.ADD, matrix(step.from()), matrix(step.to()));
    }

    @Override
    public CodeBlock sumRows(PlanStep.SumRows step) {
        String method = step.accumulate() ? RuntimeApi.SUM_ROWS_ADD : RuntimeApi.SUM_ROWS;
        return call(method, matrix(step.a()), matrix(step.vector()));
    }

    @Override
    public CodeBlock sumFeatures(PlanStep.SumFeatures step) {
        return call(RuntimeApi.SUM_FEATURES, matrix(step.a()), matrix(step.column()));
    }

    @Override
    public CodeBlock spread(PlanStep.Spread step) {
        return call(RuntimeApi.BROADCAST_FEATURES, matrix(step.column()), matrix(step.to()));
    }

    @Override
    public CodeBlock expand(PlanStep.Expand step) {
        return call(RuntimeApi.EXPAND, value(step.rows()), value(step.sequence()));
    }

    @Override
    public CodeBlock last(PlanStep.Last step) {
        return call(RuntimeApi.LAST, value(step.sequence()), value(step.rows()));
    }

    @Override
    public CodeBlock atLast(PlanStep.AtLast step) {
        return call(RuntimeApi.AT_LAST, value(step.rows()), value(step.sequence()));
    }

    @Override
    public CodeBlock shift(PlanStep.Shift step) {
        boolean pairs = step.to().isOfSpans();
        String method = step.reverse()
                ? pairs ? RuntimeApi.SHIFT_SPANS_REVERSE : RuntimeApi.SHIFT_REVERSE
                : pairs ? RuntimeApi.SHIFT_SPANS : RuntimeApi.SHIFT;
        return call(method, value(step.sequence()), value(step.initial()), value(step.to()));
    }

    @Override
    public CodeBlock mask(PlanStep.Mask step) {
        return call(
                RuntimeApi.MASK,
                CodeBlock.of("f"),
                matrix(step.to()),
                CodeBlock.of("$L", JavaText.number(step.rate())),
                CodeBlock.of("$L", JavaText.number(step.value())),
                CodeBlock.of("$L", step.stream()));
    }

    @Override
    public CodeBlock arrange(PlanStep.Arrange step) {
        return call(step.back() ? RuntimeApi.RESTORE : RuntimeApi.ARRANGE, value(step.from()), value(step.to()));
    }

    @Override
    public CodeBlock call(PlanStep.Call step) {
        return calls.of(step, this);
    }

    @Override
    public CodeBlock launch(PlanStep.Launch step) {
        CodeBlock operands = step.operands().stream().map(this::matrix).collect(CodeBlock.joining(",$W"));
        return CodeBlock.of("device.$L($L,$W$L)", RuntimeApi.LAUNCH, kernels.constant(step.kernel()), operands);
    }

    @Override
    public CodeBlock loop(PlanStep.Loop step) {
        String method = step.lanes() ? RuntimeApi.EACH_LANE : RuntimeApi.EACH_LANE_IN_ORDER;
        return CodeBlock.of("device.$L(frames, $L)", method, loops.lane(step));
    }
}
