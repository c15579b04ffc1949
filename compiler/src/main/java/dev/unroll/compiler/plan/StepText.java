package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Extent;
import java.util.stream.Collectors;

/** The sizes a step works on, such as {@code [N,1] * [1,200] -> [N,200]}; empty where they say nothing. */
public final class StepText implements PlanStep.Cases<String> {
    private StepText() {}

    /** Sizes of one step. */
    public static String of(PlanStep step) {
        return step.match(new StepText());
    }

    private static String arrow(Place from, Place to) {
        return from.shape() + " -> " + to.shape();
    }

    @Override
    public String gemm(PlanStep.Gemm step) {
        String product =
                switch (step.variant()) {
                    case PLAIN -> step.a().shape() + " * " + step.b().shape();
                    case NT -> step.a().shape() + " * " + step.b().shape() + "^T";
                    case TN, BEFORE_TN -> step.a().shape() + "^T * " + step.b().shape();
                };
        return product + " -> " + step.c().shape();
    }

    @Override
    public String fill(PlanStep.Fill step) {
        return step.to().shape();
    }

    @Override
    public String fillRows(PlanStep.FillRows step) {
        return arrow(step.vector(), step.to());
    }

    @Override
    public String fillCount(PlanStep.FillCount step) {
        return step.extent().kind() == Extent.Kind.BATCH ? "B" : "N";
    }

    @Override
    public String copy(PlanStep.Copy step) {
        return step.to().shape();
    }

    @Override
    public String add(PlanStep.Add step) {
        return step.to().shape();
    }

    @Override
    public String sumRows(PlanStep.SumRows step) {
        return arrow(step.a(), step.vector());
    }

    @Override
    public String sumFeatures(PlanStep.SumFeatures step) {
        return arrow(step.a(), step.column());
    }

    @Override
    public String spread(PlanStep.Spread step) {
        return arrow(step.column(), step.to());
    }

    @Override
    public String expand(PlanStep.Expand step) {
        return arrow(step.rows(), step.sequence());
    }

    @Override
    public String last(PlanStep.Last step) {
        return arrow(step.sequence(), step.rows());
    }

    @Override
    public String atLast(PlanStep.AtLast step) {
        return arrow(step.rows(), step.sequence());
    }

    @Override
    public String shift(PlanStep.Shift step) {
        return step.to().shape();
    }

    @Override
    public String mask(PlanStep.Mask step) {
        return step.to().shape();
    }

    @Override
    public String arrange(PlanStep.Arrange step) {
        return step.to().shape();
    }

    @Override
    public String call(PlanStep.Call step) {
        String read = step.reads().stream().map(Place::shape).collect(Collectors.joining(", "));
        return read.isEmpty() ? step.to().shape() : read + " -> " + step.to().shape();
    }

    @Override
    public String launch(PlanStep.Launch step) {
        return step.writes().get(0).shape();
    }

    @Override
    public String loop(PlanStep.Loop step) {
        return "";
    }
}
