package dev.unroll.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/** What a step reads and writes. A step that adds to a place reads it too. */
final class StepAccess implements PlanStep.Cases<Void> {
    private final List<Place> reads = new ArrayList<>();
    private final List<Place> writes = new ArrayList<>();

    private StepAccess() {}

    static List<Place> reads(PlanStep step) {
        StepAccess access = new StepAccess();
        step.match(access);
        return access.reads;
    }

    static List<Place> writes(PlanStep step) {
        StepAccess access = new StepAccess();
        step.match(access);
        return access.writes;
    }

    private Void access(List<Place> read, Place written, boolean accumulates) {
        reads.addAll(read);
        if (accumulates) {
            reads.add(written);
        }
        writes.add(written);
        return null;
    }

    @Override
    public Void gemm(PlanStep.Gemm step) {
        return access(List.of(step.a(), step.b()), step.c(), step.accumulate());
    }

    @Override
    public Void fill(PlanStep.Fill step) {
        return access(List.of(), step.to(), false);
    }

    @Override
    public Void fillRows(PlanStep.FillRows step) {
        return access(List.of(step.vector()), step.to(), false);
    }

    @Override
    public Void fillCount(PlanStep.FillCount step) {
        return access(List.of(), step.to(), false);
    }

    @Override
    public Void copy(PlanStep.Copy step) {
        return access(List.of(step.from()), step.to(), false);
    }

    @Override
    public Void add(PlanStep.Add step) {
        return access(List.of(step.from()), step.to(), true);
    }

    @Override
    public Void sumRows(PlanStep.SumRows step) {
        return access(List.of(step.a()), step.vector(), step.accumulate());
    }

    @Override
    public Void sumFeatures(PlanStep.SumFeatures step) {
        return access(List.of(step.a()), step.column(), false);
    }

    @Override
    public Void spread(PlanStep.Spread step) {
        return access(List.of(step.column()), step.to(), false);
    }

    @Override
    public Void expand(PlanStep.Expand step) {
        return access(List.of(step.rows()), step.sequence(), false);
    }

    @Override
    public Void last(PlanStep.Last step) {
        return access(List.of(step.sequence()), step.rows(), false);
    }

    @Override
    public Void atLast(PlanStep.AtLast step) {
        return access(List.of(step.rows()), step.sequence(), false);
    }

    @Override
    public Void shift(PlanStep.Shift step) {
        return access(List.of(step.sequence(), step.initial()), step.to(), false);
    }

    @Override
    public Void mask(PlanStep.Mask step) {
        return access(List.of(), step.to(), false);
    }

    @Override
    public Void arrange(PlanStep.Arrange step) {
        return access(List.of(step.from()), step.to(), false);
    }

    @Override
    public Void call(PlanStep.Call step) {
        return access(step.reads(), step.to(), step.accumulate());
    }

    @Override
    public Void launch(PlanStep.Launch step) {
        reads.addAll(step.reads());
        writes.addAll(step.writes());
        return null;
    }

    @Override
    public Void loop(PlanStep.Loop step) {
        step.body().forEach(inner -> inner.match(this));
        return null;
    }
}
