package dev.unroll.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.autodiff.Cells;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.autodiff.HandLoweredLstm;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.RandomPrograms;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.Place.Access;
import dev.unroll.compiler.plan.PlanStep.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static ExecutionPlan plan(Program lowered) {
        Program forward = PassRunner.run(lowered, Passes.beforeGradient());
        return Planner.plan(PassRunner.run(Differentiate.run(forward), Passes.afterGradient()));
    }

    private static List<PlanStep.Loop> loops(List<PlanStep> steps) {
        return steps.stream()
                .filter(PlanStep.Loop.class::isInstance)
                .map(PlanStep.Loop.class::cast)
                .toList();
    }

    private static List<String> kinds(List<PlanStep> steps) {
        return steps.stream().map(step -> step.getClass().getSimpleName()).toList();
    }

    /** A program with one loop over x [N,2] with states of width 2 and a predict block that ends in it. */
    private static RunPlan predictOf(int states, Function<IrBuilder, ScanBody> body) {
        ValueIds ids = ValueIds.fromZero();
        Value x = ids.fresh("x", Type.tokens("time", 2));
        Value w = ids.fresh("w", Type.matrix(2, 2));
        IrBuilder code = new IrBuilder(ids);
        List<Value> initial = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            initial.add(code.constant("s" + i, Type.batch(2), i));
        }
        ScanBody.Results results = code.scan("time", false, List.of(x), initial, body.apply(code));
        List<Value> all = new ArrayList<>(results.carried());
        all.addAll(results.stacked());
        Block block = code.block(all);
        IrBuilder forward = new IrBuilder(ids);
        Value loss = forward.constant("loss", Type.SCALAR, 0);
        Parameter parameter = new Parameter(
                w, List.of(new Parameter.Segment("w", 0, 2, false, Parameter.Init.ZEROS, Parameter.Kind.INPUT)));
        Program program = new Program(
                "P", List.of(parameter), List.of(x), block, forward.block(List.of(loss)), Block.EMPTY, List.of());
        return Planner.plan(program).predict();
    }

    @Test
    void lstmStepIsOneProductAndOneKernelInBothDirections() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 1, true).build());
        PlanStep.Loop forward = loops(plan.train().forward()).get(0);
        PlanStep.Loop backward = loops(plan.train().backward()).get(0);
        assertThat(kinds(forward.body())).containsExactly("Gemm", "Launch");
        assertThat(kinds(backward.body())).containsExactly("Launch", "Gemm");
        assertThat(backward.reverse()).isTrue();
        assertThat(forward.lanes() && backward.lanes()).isTrue();
    }

    @Test
    void inputProjectionIsAddedToInPlace() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 1, true).build());
        PlanStep.Gemm hoisted = (PlanStep.Gemm) plan.train().forward().get(1);
        PlanStep.Gemm inLoop =
                (PlanStep.Gemm) loops(plan.train().forward()).get(0).body().get(0);
        assertThat(inLoop.accumulate()).isTrue();
        assertThat(inLoop.c().buffer()).isEqualTo(hoisted.c().buffer());
        assertThat(inLoop.a().access()).isEqualTo(Access.BEFORE);
    }

    @Test
    void stackedStateIsReadBeforeForItsWeightGradient() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 1, true).build());
        List<PlanStep> backward = plan.train().backward();
        assertThat(backward)
                .anyMatch(step -> step instanceof PlanStep.Gemm gemm
                        && gemm.variant() == Variant.BEFORE_TN
                        && gemm.c().buffer().storage() == Storage.GRADIENT);
        assertThat(kinds(backward)).doesNotContain("Shift");
    }

    @Test
    void gatesOfTheBackwardKernelAreWrittenSideBySide() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 1, true).build());
        PlanStep.Launch step =
                (PlanStep.Launch) loops(plan.train().backward()).get(0).body().get(0);
        List<Place> gates =
                step.writes().stream().filter(place -> !place.isWhole()).toList();
        assertThat(gates).hasSize(4);
        assertThat(gates.stream().map(Place::buffer).distinct()).hasSize(1);
    }

    @Test
    void everyGradientIsWrittenStraightIntoItsPlace() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 2, true).build());
        assertThat(plan.train().backward())
                .noneMatch(step ->
                        step instanceof PlanStep.Copy copy && copy.to().buffer().storage() == Storage.GRADIENT);
    }

    @Test
    void stateReadAfterItsSuccessorIsMadeIsCopiedLast() {
        // s' = tanh(s + x); y = s' * s reads s once s' is there
        RunPlan run = predictOf(1, code -> (step, rows, states) -> {
            Value next = step.pointwise("next", Fn.ADD, states.get(0), rows.get(0));
            Value y = step.pointwise("y", Fn.MUL, next, states.get(0));
            return new ScanBody.Yield(List.of(next), List.of(y));
        });
        List<PlanStep> body = loops(run.forward()).get(0).body();
        assertThat(kinds(body)).containsExactly("Launch", "Launch", "Copy");
    }

    @Test
    void stateIsOverwrittenInPlaceWhereNobodyReadsItLater() {
        RunPlan run = predictOf(1, code -> (step, rows, states) -> {
            Value next = step.pointwise("next", Fn.ADD, states.get(0), rows.get(0));
            return new ScanBody.Yield(List.of(next), List.of());
        });
        PlanStep.Launch launch =
                (PlanStep.Launch) loops(run.forward()).get(0).body().get(0);
        assertThat(loops(run.forward()).get(0).body()).hasSize(1);
        assertThat(launch.reads()).contains(launch.writes().get(0));
    }

    @Test
    void statesThatChangePlacesGoThroughTemporaries() {
        RunPlan run = predictOf(
                2,
                code -> (step, rows, states) -> new ScanBody.Yield(List.of(states.get(1), states.get(0)), List.of()));
        assertThat(kinds(loops(run.forward()).get(0).body())).containsExactly("Copy", "Copy", "Copy", "Copy");
    }

    @Test
    void slotsAreShared() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 50, 3, true).build());
        assertThat(plan.train().shared().at(32, 60))
                .isLessThan(plan.train().unshared().at(32, 60) * 2 / 3);
        assertThat(plan.train().shared().toString()).matches("B\\*\\d+ \\+ N\\*\\d+ \\+ \\d+");
    }

    @Test
    void inputsAndOutputsKeepTheirMemory() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 3, false).build());
        RunPlan run = plan.train();
        List<Buffer> pinned = new ArrayList<>(run.inputs());
        run.outputs().forEach(place -> pinned.add(place.buffer()));
        for (Buffer buffer : pinned) {
            assertThat(run.buffers().stream().filter(other -> run.slot(other) == run.slot(buffer)))
                    .hasSize(1);
        }
    }

    @Test
    void verifierFindsAReadOfOverwrittenMemory() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 2, false).build());
        RunPlan run = plan.train();
        Map<Integer, Integer> oneSlot = new java.util.HashMap<>();
        run.buffers().forEach(buffer -> oneSlot.put(buffer.id(), 0));
        RunPlan wrong = new RunPlan(
                run.buffers(),
                oneSlot,
                run.inputs(),
                run.forward(),
                run.backward(),
                run.loss(),
                run.outputs(),
                run.probes(),
                run.poolings());
        ExecutionPlan broken =
                new ExecutionPlan(plan.program(), plan.axes(), plan.kernels(), wrong, plan.predict(), plan.phases());
        assertThatThrownBy(() -> PlanVerifier.verify(broken))
                .isInstanceOf(CompilerBug.class)
                .hasMessageContaining("plan");
    }

    @Test
    void verifierFindsAReadBeforeAWrite() {
        ExecutionPlan plan = plan(new HandLoweredLstm(1, 4, 1, false).build());
        RunPlan run = plan.predict();
        List<PlanStep> shorter = run.forward().subList(1, run.forward().size());
        RunPlan wrong = new RunPlan(
                run.buffers(),
                run.slots(),
                run.inputs(),
                shorter,
                run.backward(),
                run.loss(),
                run.outputs(),
                run.probes(),
                run.poolings());
        ExecutionPlan broken =
                new ExecutionPlan(plan.program(), plan.axes(), plan.kernels(), plan.train(), wrong, plan.phases());
        assertThatThrownBy(() -> PlanVerifier.verify(broken)).hasMessageContaining("read before it is written");
    }

    @Test
    void randomProgramsHaveValidPlans() {
        for (int seed = 1000; seed < 1200; seed++) {
            ExecutionPlan plan = plan(RandomPrograms.program(seed));
            assertThat(PlanPrinter.print(plan)).isEqualTo(PlanPrinter.print(plan(RandomPrograms.program(seed))));
        }
    }

    /** What the encoder ends with is brought into the decoder's order before the decoder's loop, and nothing else is. */
    @Test
    void rowsGoFromAxisToAxis() {
        ExecutionPlan plan = plan(Cells.all().get("encoder and decoder"));
        assertThat(plan.axes()).containsExactly("time", "tgt");
        List<PlanStep.Arrange> arranged = plan.predict().forward().stream()
                .filter(PlanStep.Arrange.class::isInstance)
                .map(PlanStep.Arrange.class::cast)
                .toList();
        assertThat(arranged).hasSize(1);
        assertThat(arranged.get(0).back()).isFalse();
        assertThat(arranged.get(0).to().buffer().order()).isEqualTo(1);
        assertThat(PlanPrinter.print(plan)).contains(" = arrange(");
    }
}
