package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.plan.Place.Access;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a plan by walking through it: every column read was written before, by the buffer it is read from, and no other
 * buffer was written into the slot since. Loop bodies are walked twice, as what one step leaves behind meets the next.
 */
public final class PlanVerifier {
    private final RunPlan run;
    private final Map<Integer, Buffer> owners = new HashMap<>();
    private final Map<Buffer, BitSet> rows = new HashMap<>();
    private final Map<Buffer, BitSet> initial = new HashMap<>();

    private PlanVerifier(RunPlan run) {
        this.run = run;
    }

    /**
     * Checks both runs.
     *
     * @throws CompilerBug with the step at fault
     */
    public static void verify(ExecutionPlan plan) {
        new PlanVerifier(plan.train()).walk();
        new PlanVerifier(plan.predict()).walk();
        plan.phases().forEach(phase -> new PlanVerifier(phase.run()).walk());
    }

    private void walk() {
        for (Buffer input : run.inputs()) {
            written(Place.whole(input, Access.ALL));
        }
        run.forward().forEach(this::step);
        run.outputs().forEach(place -> read(place, null));
        if (run.loss() != null) {
            read(run.loss(), null);
        }
        run.backward().forEach(this::step);
        run.outputs().forEach(place -> read(place, null));
        run.probes().forEach(place -> read(place, null));
        run.poolings().forEach(pooling -> read(pooling.weights(), null));
    }

    private void step(PlanStep step) {
        if (step instanceof PlanStep.Loop loop) {
            loop.body().forEach(this::step);
            loop.body().forEach(this::step);
            return;
        }
        requireSizes(step);
        StepAccess.reads(step).forEach(place -> read(place, step));
        if (!(step instanceof PlanStep.Launch)) {
            for (Place read : StepAccess.reads(step)) {
                for (Place write : StepAccess.writes(step)) {
                    boolean same = run.buffers().contains(read.buffer())
                            && run.buffers().contains(write.buffer())
                            && run.slot(read.buffer()) == run.slot(write.buffer());
                    boolean disjoint = read.equals(write) || disjoint(read, write);
                    require(!same || disjoint, step, "reads " + read + " and writes " + write + " of the same memory");
                }
            }
        }
        StepAccess.writes(step).forEach(this::written);
    }

    /** Whether two places of one slot cannot touch: other columns, or a state's rows at and before the step. */
    private static boolean disjoint(Place a, Place b) {
        boolean sameBuffer = a.buffer().equals(b.buffer());
        boolean columns = a.from() + a.width() <= b.from() || b.from() + b.width() <= a.from();
        return sameBuffer && (columns || (a.access() != b.access() && a.buffer().storage() == Buffer.Storage.STATE));
    }

    private void read(Place place, PlanStep step) {
        Buffer buffer = place.buffer();
        if (!buffer.storage().inFrame()) {
            return;
        }
        Buffer owner = owners.get(run.slot(buffer));
        require(owner != null, step, place + " is read before it is written");
        require(buffer.equals(owner), step, place + " was overwritten by " + owner);
        boolean before = place.access() == Access.BEFORE || place.access() == Access.INITIAL;
        BitSet columns = (before ? initial : rows).getOrDefault(buffer, new BitSet());
        require(
                columns.nextClearBit(place.from()) >= place.from() + place.width(),
                step,
                place + " is read before it is written");
    }

    private void written(Place place) {
        Buffer buffer = place.buffer();
        if (!buffer.storage().inFrame()) {
            return;
        }
        Buffer owner = owners.put(run.slot(buffer), buffer);
        if (owner != null && !owner.equals(buffer)) {
            rows.remove(owner);
            initial.remove(owner);
        }
        boolean before = place.access() == Access.INITIAL;
        (before ? initial : rows)
                .computeIfAbsent(buffer, b -> new BitSet())
                .set(place.from(), place.from() + place.width());
    }

    private static void requireSizes(PlanStep step) {
        if (step instanceof PlanStep.Copy copy) {
            require(copy.from().width() == copy.to().width(), step, "copies " + copy.from() + " to " + copy.to());
        }
        if (step instanceof PlanStep.Gemm gemm) {
            require(!gemm.c().buffer().equals(gemm.a().buffer()), step, "a product's result is its factor");
            require(!gemm.c().buffer().equals(gemm.b().buffer()), step, "a product's result is its factor");
        }
        if (step instanceof PlanStep.Launch launch) {
            List<Place> operands = launch.operands();
            require(operands.size() <= ExecutionPlan.MAX_OPERANDS, step, operands.size() + " operands");
        }
    }

    private static void require(boolean condition, PlanStep step, String fact) {
        if (!condition) {
            throw new CompilerBug("plan", fact + (step == null ? "" : " in " + step));
        }
    }
}
