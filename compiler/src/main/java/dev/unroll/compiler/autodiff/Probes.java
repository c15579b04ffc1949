package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Program.Probe;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to look at the gradient of a recurrent layer at each of its steps: what its loop reads, of the layer's own making if there is
 * such a sequence. That is the product with the input once it has left the loop, whose cotangent is the one of the gates before their
 * activations: computed anyway.
 */
final class Probes {
    private Probes() {}

    /** One probe for each loop of forward that belongs to a layer and reads a sequence, in order. */
    static List<Probe> of(Program program) {
        List<Probe> probes = new ArrayList<>();
        for (Instr instr : program.forward().instrs()) {
            String layer = instr.origin().layer();
            if (instr.op() instanceof Op.Scan scan && scan.sequences() > 0 && !layer.isEmpty()) {
                Value value = read(program, layer, instr.operands().subList(0, scan.sequences()));
                if (probes.stream().noneMatch(probe -> probe.value().equals(value))) {
                    probes.add(new Probe(layer, value));
                }
            }
        }
        return probes;
    }

    private static Value read(Program program, String layer, List<Value> sequences) {
        return sequences.stream()
                .filter(value -> program.forward().instrs().stream()
                        .anyMatch(instr ->
                                isMadeBy(layer, instr) && instr.results().contains(value)))
                .findFirst()
                .orElse(sequences.get(0));
    }

    private static boolean isMadeBy(String layer, Instr instr) {
        return instr.origin().layer().equals(layer) && !(instr.op() instanceof Op.Mask);
    }
}
