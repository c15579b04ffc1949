package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the {@code backward} block: the gradient of the loss, by reverse accumulation, source to source. The {@code
 * forward} block stays what it is, except that its loops also stack the values the reverse loops read; {@code predict}
 * is untouched.
 *
 * <p>The code is straightforward rather than fast: weight gradients are summed inside reverse loops, pointwise code is
 * in pieces, some of it is never read. The passes after it put that right.
 */
public final class Differentiate {
    private Differentiate() {}

    /** Gradients of all parameters that are not frozen, in order. */
    public static Program run(Program program) {
        return run(program, List.of());
    }

    /** As {@link #run(Program)}, and the cotangents of each loop's input are kept, see {@link Probes}. */
    public static Program withProbes(Program program) {
        return run(program.withProbes(Probes.of(program)), List.of());
    }

    /**
     * Gradients of all parameters that are not frozen, of {@code inputs} and of the probes, in this order. The cotangent of the loss is 1. What the loss does
     * not depend on has gradient 0.
     *
     * @param program a program with an empty backward block
     * @param inputs some of its inputs
     */
    public static Program run(Program program, List<Value> inputs) {
        if (!program.backward().isEmpty() || !program.inputs().containsAll(inputs)) {
            throw new CompilerBug("differentiate", "differentiated already, or asked for gradients of unknown inputs");
        }
        ValueIds ids = ValueIds.after(program);
        // probes are results while pointwise code is taken apart, so that they are values of what comes out
        List<Value> results = new ArrayList<>(program.forward().results());
        program.probes().forEach(probe -> results.add(probe.value()));
        Block expanded = ExpandPointwise.run(Block.of(program.forward().instrs(), results), ids);
        List<Value> values = expanded.results();
        int ownResults = program.forward().results().size();
        Block forward = Block.of(expanded.instrs(), values.subList(0, ownResults));
        List<Value> probed = values.subList(ownResults, values.size());
        List<Value> wanted = new ArrayList<>(program.trainedValues());
        wanted.addAll(inputs);
        wanted.addAll(probed);
        IrBuilder code = new IrBuilder(ids);
        Sweep sweep = new Sweep(code, Activity.of(forward, wanted));
        Value loss = forward.results().get(0);
        sweep.cotangents().add(Contribution.whole(loss, code.constant(Cotangents.name(loss), loss.type(), 1)));
        sweep.run(forward.instrs());
        List<Value> gradients = wanted.stream().map(sweep::cotangentOf).toList();
        List<Program.Probe> probes = new ArrayList<>();
        for (int i = 0; i < probed.size(); i++) {
            probes.add(new Program.Probe(program.probes().get(i).layer(), probed.get(i)));
        }
        return program.withProbes(probes)
                .withForward(sweep.withResiduals(forward))
                .withBackward(code.block(gradients), wanted);
    }
}
