package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.Place.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides storage, order and runtime calls of a model's runs: training, prediction and those of its phases. */
public final class Planner {
    private final Program program;
    private final KernelTable kernels = new KernelTable();
    private final List<String> axes;

    private Planner(Program program) {
        this.program = program;
        this.axes = List.copyOf(axes(program.inputs()));
    }

    /**
     * Plans a program whose backward block is there and whose passes have run.
     *
     * @throws CompilerBug if the program contradicts itself
     */
    public static ExecutionPlan plan(Program program) {
        Planner planner = new Planner(program);
        RunPlan train = planner.train();
        RunPlan predict = planner.predict();
        List<ExecutionPlan.PhasePlan> phases =
                program.phases().stream().map(planner::phase).toList();
        ExecutionPlan plan = new ExecutionPlan(program, planner.axes, planner.kernels.plans(), train, predict, phases);
        PlanVerifier.verify(plan);
        return plan;
    }

    private RunPlan train() {
        Run run = new Run(List.of(program.forward(), program.backward()), program.inputs(), axes);
        List<PlanStep> forward = run.plan(program.forward(), Map.of());
        List<Place> results = run.results(program.forward(), forward);
        List<PlanStep> backward = run.backward();
        return run.finish(forward, backward, results.get(0), results.subList(1, results.size()));
    }

    private RunPlan predict() {
        Run run = new Run(List.of(program.predict()), program.inputs(), axes);
        return run.predict(program.predict(), "predict");
    }

    private ExecutionPlan.PhasePlan phase(Program.Phase phase) {
        List<String> own = List.copyOf(axes(phase.inputs()));
        Run run = new Run(List.of(phase.block()), phase.inputs(), own);
        return new ExecutionPlan.PhasePlan(phase.name(), own, run.predict(phase.block(), phase.name()));
    }

    /** Planning of one run. */
    private final class Run {
        private final Buffers buffers;
        private final Scope scope;
        private final Stores stores;
        private final List<Buffer> inputs = new ArrayList<>();
        private final List<Place> probes = new ArrayList<>();
        private final List<RunPlan.Pooling> poolings = new ArrayList<>();

        private Run(List<Block> blocks, List<Value> given, List<String> axes) {
            buffers = new Buffers(axes);
            scope = new Scope(Uses.of(blocks), buffers);
            stores = new Stores(scope, kernels);
            for (int i = 0; i < program.parameters().size(); i++) {
                scope.put(program.parameterValues().get(i), Place.whole(parameter(i, Storage.WEIGHT), Access.ALL));
            }
            for (Value input : given) {
                boolean unreadTarget =
                        input.name().startsWith("target_") && !scope.uses().read(input);
                if (unreadTarget) {
                    continue;
                }
                Place place = buffers.placeFor(input);
                inputs.add(place.buffer());
                scope.put(input, place);
            }
            blocks.forEach(scope::owns);
            blocks.forEach(buffers::nameAfterLayers);
        }

        private RunPlan predict(Block block, String role) {
            scope.stepRole("step_" + role);
            List<PlanStep> forward = plan(block, Map.of());
            List<Place> results = results(block, forward);
            poolings(block, forward);
            return finish(forward, List.of(), null, results);
        }

        private Buffer parameter(int i, Storage storage) {
            return ExecutionPlan.parameterBuffer(program, i, storage);
        }

        private List<PlanStep> plan(Block block, Map<Value, Place> wanted) {
            Destinations destinations = new Destinations(scope, block);
            wanted.forEach(destinations::request);
            return new ArrayList<>(new BlockPlanner(scope, stores, kernels, destinations, "").plan(block));
        }

        private List<Place> results(Block block, List<PlanStep> steps) {
            List<Place> places = new ArrayList<>();
            for (Value result : block.results()) {
                places.add(stores.matrix(result, steps, Origin.NONE));
            }
            return places;
        }

        private List<PlanStep> backward() {
            Block block = program.backward();
            Map<Value, Place> gradients = new LinkedHashMap<>();
            List<Integer> parameters = new ArrayList<>();
            for (Value of : program.gradients()) {
                parameters.add(program.parameterValues().indexOf(of));
            }
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) >= 0) {
                    Buffer gradient = parameter(parameters.get(i), Storage.GRADIENT);
                    gradients.putIfAbsent(block.results().get(i), Place.whole(gradient, Access.ALL));
                }
            }
            scope.stepRole("step_backward");
            List<PlanStep> steps = plan(block, gradients);
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) >= 0) {
                    Buffer gradient = parameter(parameters.get(i), Storage.GRADIENT);
                    stores.store(block.results().get(i), Place.whole(gradient, Access.ALL), steps, Origin.NONE);
                }
            }
            for (Program.Probe probe : program.probes()) {
                Value cotangent = block.results().get(program.gradients().indexOf(probe.value()));
                probes.add(stores.matrix(cotangent, steps, Origin.NONE));
            }
            return steps;
        }

        /** A softmax over steps makes the weights of a pooling. They are computed anyway; they only may not be overwritten. */
        private void poolings(Block block, List<PlanStep> steps) {
            for (Instr instr : block.instrs()) {
                if (instr.op() instanceof StepsOp.SoftmaxSteps && scope.uses().read(instr.result())) {
                    Place weights = stores.matrix(instr.result(), steps, Origin.NONE);
                    poolings.add(new RunPlan.Pooling(instr.origin().layer(), weights));
                }
            }
        }

        private RunPlan finish(List<PlanStep> forward, List<PlanStep> backward, Place loss, List<Place> outputs) {
            Set<Buffer> pinned = new HashSet<>(inputs);
            outputs.forEach(place -> pinned.add(place.buffer()));
            if (loss != null) {
                pinned.add(loss.buffer());
            }
            List<PlanStep> all = new ArrayList<>(forward);
            all.addAll(backward);
            Map<Buffer, Lives.Life> lives = Lives.of(all);
            int end = lives.values().stream().mapToInt(Lives.Life::last).max().orElse(0) + 1;
            List<Place> shown = new ArrayList<>(probes);
            poolings.forEach(pooling -> shown.add(pooling.weights()));
            shown.forEach(place -> lives.computeIfPresent(place.buffer(), (buffer, life) -> life.with(end)));
            List<Buffer> used = buffers.made().stream()
                    .filter(b -> lives.containsKey(b) || pinned.contains(b))
                    .toList();
            Map<Integer, Integer> slots = SlotAllocator.allocate(used, lives, pinned);
            return new RunPlan(used, slots, inputs, forward, backward, loss, outputs, probes, poolings);
        }
    }

    /** The axes in the order in which inputs have them; the first gives the batch its order. */
    private static Set<String> axes(List<Value> inputs) {
        Set<String> axes = new LinkedHashSet<>();
        for (Value input : inputs) {
            if (input.type().extent().kind() == Extent.Kind.TOKENS) {
                axes.add(input.type().extent().axis());
            }
        }
        return axes;
    }
}
