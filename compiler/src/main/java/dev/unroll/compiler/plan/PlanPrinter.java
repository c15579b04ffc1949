package dev.unroll.compiler.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of a plan, for {@code --dump=plan}. Read by people only. */
public final class PlanPrinter implements PlanStep.Cases<Void> {
    private final ExecutionPlan plan;
    private final StringBuilder out = new StringBuilder();
    private String indent = "    ";

    private PlanPrinter(ExecutionPlan plan) {
        this.plan = plan;
    }

    /** Both runs: slots, bytes, steps. */
    public static String print(ExecutionPlan plan) {
        PlanPrinter printer = new PlanPrinter(plan);
        printer.out.append("plan ").append(plan.program().name()).append('\n');
        printer.run("train", plan.train());
        printer.run("predict", plan.predict());
        plan.phases().forEach(phase -> printer.run(phase.name(), phase.run()));
        return printer.out.toString();
    }

    private void run(String name, RunPlan run) {
        out.append("  ").append(name).append('\n');
        for (Buffer buffer : run.buffers()) {
            String storage = buffer.storage().name().toLowerCase(Locale.ROOT);
            out.append(String.format(
                            Locale.ROOT,
                            "    slot %-3d %-8s %-24s [%s,%d]%n",
                            run.slot(buffer),
                            storage,
                            buffer,
                            buffer.rowSymbol(),
                            buffer.width())
                    .replace(System.lineSeparator(), "\n"));
        }
        out.append("    bytes ")
                .append(run.unshared())
                .append(", shared ")
                .append(run.shared())
                .append('\n');
        out.append("  ").append(name).append(" forward\n");
        run.forward().forEach(step -> step.match(this));
        if (!run.backward().isEmpty()) {
            out.append("  ").append(name).append(" backward\n");
            run.backward().forEach(step -> step.match(this));
        }
    }

    private Void line(PlanStep step, String text) {
        String shapes = StepText.of(step);
        out.append(indent).append(text);
        out.append("  # ").append(step.origin());
        if (!shapes.isEmpty()) {
            out.append(' ').append(shapes);
        }
        out.append('\n');
        return null;
    }

    private static String places(List<Place> places) {
        return places.stream().map(Place::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Void gemm(PlanStep.Gemm step) {
        String name = "gemm"
                + (step.variant() == PlanStep.Variant.PLAIN
                        ? ""
                        : "_" + step.variant().name());
        return line(
                step, step.c() + (step.accumulate() ? " += " : " = ") + name + "(" + step.a() + ", " + step.b() + ")");
    }

    @Override
    public Void fill(PlanStep.Fill step) {
        return line(step, step.to() + " = " + step.value());
    }

    @Override
    public Void fillRows(PlanStep.FillRows step) {
        return line(step, step.to() + " = rows(" + step.vector() + ")");
    }

    @Override
    public Void fillCount(PlanStep.FillCount step) {
        return line(step, step.to() + " = count(" + step.extent() + ")");
    }

    @Override
    public Void copy(PlanStep.Copy step) {
        return line(step, step.to() + " = " + step.from());
    }

    @Override
    public Void add(PlanStep.Add step) {
        return line(step, step.to() + " += " + step.from());
    }

    @Override
    public Void sumRows(PlanStep.SumRows step) {
        return line(step, step.vector() + (step.accumulate() ? " += " : " = ") + "sum_rows(" + step.a() + ")");
    }

    @Override
    public Void sumFeatures(PlanStep.SumFeatures step) {
        return line(step, step.column() + " = sum_features(" + step.a() + ")");
    }

    @Override
    public Void spread(PlanStep.Spread step) {
        return line(step, step.to() + " = features(" + step.column() + ")");
    }

    @Override
    public Void expand(PlanStep.Expand step) {
        return line(step, step.sequence() + " = expand(" + step.rows() + ")");
    }

    @Override
    public Void last(PlanStep.Last step) {
        return line(step, step.rows() + " = last(" + step.sequence() + ")");
    }

    @Override
    public Void atLast(PlanStep.AtLast step) {
        return line(step, step.sequence() + " = at_last(" + step.rows() + ")");
    }

    @Override
    public Void shift(PlanStep.Shift step) {
        String name = step.reverse() ? "shift_reverse" : "shift";
        return line(step, step.to() + " = " + name + "(" + step.sequence() + ", " + step.initial() + ")");
    }

    @Override
    public Void mask(PlanStep.Mask step) {
        return line(
                step, step.to() + " = mask(" + step.rate() + ", " + step.value() + ", stream " + step.stream() + ")");
    }

    @Override
    public Void arrange(PlanStep.Arrange step) {
        return line(step, step.to() + " = " + (step.back() ? "restore(" : "arrange(") + step.from() + ")");
    }

    @Override
    public Void call(PlanStep.Call step) {
        String to = step.to() + (step.accumulate() ? " += " : " = ");
        return line(step, to + step.op().name() + "(" + places(step.reads()) + ")");
    }

    @Override
    public Void launch(PlanStep.Launch step) {
        String name = plan.kernels().get(step.kernel()).name();
        return line(
                step, places(step.writes()) + " = " + name + "#" + step.kernel() + "(" + places(step.reads()) + ")");
    }

    @Override
    public Void loop(PlanStep.Loop step) {
        line(step, "loop " + step.name() + (step.reverse() ? " reversed" : "") + (step.lanes() ? " lanes" : ""));
        String before = indent;
        indent += "  ";
        step.body().forEach(inner -> inner.match(this));
        indent = before;
        return null;
    }
}
